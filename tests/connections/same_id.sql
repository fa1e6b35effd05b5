-- An id that stands already is not inserted again, and nothing is remembered of it; one that has ended may be.
begin;
select plan(4);
select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as_service();
create temp table ids as
with made as (
  insert into amity.connections (requester_id, recipient_id, status)
  values (person('ada'), person('ben'), 'accepted') returning id
)
select id from made;

insert into amity.connections (id, requester_id, recipient_id)
select id, person('carl'), person('dora') from ids on conflict do nothing;
select results_eq(
  'select action::text from amity.connections_history join ids on id = connection_id order by occurred_at',
  '{accepted}'::text[], 'what was not inserted is not remembered'
);
select is_empty('select * from amity.connections where requester_id = person(''carl'')', 'and is not there');

delete from amity.connections where id = (select id from ids);
insert into amity.connections (id, requester_id, recipient_id) select id, person('carl'), person('dora') from ids;
select results_eq(
  'select action::text from amity.connections_history join ids on id = connection_id order by occurred_at',
  '{accepted,removed,requested}'::text[], 'an id that has ended begins again'
);
select be_quiet();
select results_eq(
  'select status::text from amity.connections where requester_id = person(''carl'')', '{pending}'::text[], 'and stands'
);

select * from finish();
rollback;
