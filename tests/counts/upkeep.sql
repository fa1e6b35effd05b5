-- superuser
-- verify() finds a count that is wrong, rebuild_counts() puts it right, tidy() folds what a rush left.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
values (person('ada'), person('ben'), 'accepted'), (person('carl'), person('ada'), 'pending');
insert into amity.follows (follower_id, followed_id) values (person('carl'), person('ada'));
select is_empty('select * from amity.verify()', 'all is well');

create function pg_temp.found_after(corruption text) returns setof text language plpgsql as $$
begin
  set local session_replication_role = replica;
  execute corruption;
  set local session_replication_role = origin;
  return query select invariant || ' ' || count(*) from amity.verify() where kind = 'counts' group by invariant order by 1;
  perform amity.rebuild_counts();
  return query select invariant || ' after rebuild' from amity.verify() where kind = 'counts';
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return;
end
$$;
select be_quiet();
select results_eq(format('select pg_temp.found_after(%L)', corruption), array[found], corruption)
from (values
  ('update amity_private.tallies set n = n + 1', 'counts_are_exact 4'),
  ($$update amity_private.tallies set n = 0 where what = 'followers'$$, 'counts_are_exact 1'),
  ('delete from amity_private.tallies', 'counts_are_exact 4'),
  ('delete from amity.follows', 'counts_are_exact 2'),
  ($$update amity.connections set status = 'accepted', responded_at = now()$$, 'counts_are_exact 2'),
  ($$update amity_private.tallies set what = 'connections'$$, 'counts_are_exact 4'),
  ($$insert into amity_private.tallies (person_id, what, n) values (gen_random_uuid(), 'following', 0)$$, 'counts_are_of_people 1')
) as cases (corruption, found);
select results_eq(
  format('select pg_temp.found_after(%L)', $$insert into amity_private.tallies (person_id, what, n) values (gen_random_uuid(), 'following', 1)$$),
  $$values ('counts_are_exact 1'), ('counts_are_of_people 1')$$, 'the count of an unknown id is wrong twice'
);
select is(amity.rebuild_counts(), 4::bigint, 'rebuilding says how many counts there are');
select is_empty('select * from amity.verify()', 'all is well');

-- what a rush leaves: several slots, some of them below zero
insert into amity_private.tallies (person_id, what, n) values
  (person('ada'), 'followers', 5), (person('ada'), 'followers', -7), (person('ada'), 'followers', 2),
  (person('ben'), 'followers', 1), (person('ben'), 'followers', -1), (person('carl'), 'followers', 0);
select is_empty('select * from amity.verify()', 'which is no less exact');
select speak_as_service();
select is((select tidied from amity.tidy() where kind = 'counts'), 6::bigint, 'is folded');
select be_quiet();
select results_eq(
  'select person_id, what::text, n::bigint from amity_private.tallies order by 1, 2',
  format($$select * from (values (%1$L::uuid, 'connections', 1::bigint), (%1$L, 'followers', 1), (%2$L, 'connections', 1), (%3$L, 'following', 1)) as v order by 1, 2$$,
    person('ada'), person('ben'), person('carl')),
  'into one slot each, and none that says nothing'
);
select is_empty('select * from amity.verify()', 'as exact as before');
select speak_as_service();
select is((select tidied from amity.tidy() where kind = 'counts'), 0::bigint, 'again is once');

select * from finish();
rollback;
