-- superuser
-- verify() finds what only a superuser with triggers off can break.
begin;
select plan(6);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.follow(person('ben'));
select amity.step_back_from(person('ben'));
select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');

create function pg_temp.found_after(corruption text) returns setof text language plpgsql as $$
begin
  set local session_replication_role = replica;
  execute corruption;
  set local session_replication_role = origin;
  return query select invariant from amity.verify() where kind = 'step_backs' order by 1;
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return;
end
$$;
select results_eq(format('select pg_temp.found_after(%L)', corruption), invariants, corruption)
from (values
  ('delete from amity.step_backs', array['history_replays']),
  ('delete from amity_private.step_backs_history', array['history_replays']),
  ($$update amity.step_backs set person_id = person('carl')$$, array['history_replays', 'stands_on_a_tie']),
  ('delete from amity.follows', array['stands_on_a_tie']),
  ($$insert into amity.blocks (blocker_id, blocked_id) values (person('ben'), person('ada'))$$, array['not_across_a_block'])
) as cases (corruption, invariants);

select * from finish();
rollback;
