-- Two requests that cross are one connection: the first row, accepted, whichever way the second came.
begin;
select plan(10);

-- ada asks everybody, then one after another asks her
select person('ada');
select speak_as('ada');
insert into amity.connections (recipient_id, message)
select person(name), 'from ada' from unnest('{ben,carl,dora,eve}'::text[]) as name;
create temp table asked as select * from amity.connections;
grant select on asked to authenticated;

select speak_as('ben');
select results_eq(
  $$insert into amity.connections (recipient_id, message) values (person('ada'), 'from ben')
    returning id, requester_id, recipient_id, status::text, message, requested_at, responded_at is not null$$,
  $$select id, requester_id, recipient_id, 'accepted', 'from ada', requested_at, true
    from asked where recipient_id = person('ben')$$,
  'the insert returns the first row: its id, requester, message and date, accepted'
);
select speak_as('carl');
select results_eq(
  $$with pgrst_source as (
      insert into amity.connections (requester_id, recipient_id) values (person('carl'), person('ada'))
      returning *
    )
    select id, requester_id, status::text from pgrst_source$$,
  $$select id, person('ada'), 'accepted' from asked where recipient_id = person('carl')$$,
  'as PostgREST writes it'
);
select speak_as('dora');
select results_eq(
  $$select id, requester_id, status::text from amity.request_connection(person('ada'))$$,
  $$select id, person('ada'), 'accepted' from asked where recipient_id = person('dora')$$,
  'by function'
);
select speak_as('eve');
select lives_ok(
  $$insert into amity.connections (recipient_id) values (person('ada')) on conflict do nothing$$,
  'as an upsert that does nothing'
);
select results_eq(
  $$select person_id, asked_by_me from amity.my_connections$$, $$values (person('ada'), false)$$,
  'the second asker is connected, and did not ask'
);

select be_quiet();
select results_eq(
  'select id, requester_id, recipient_id, status::text from amity.connections order by id',
  $$select id, requester_id, recipient_id, 'accepted' from asked order by id$$,
  'one row a pair stands'
);
select results_eq(
  $$select recipient_id, action::text, actor_id, cause::text from amity_private.connections_history
    where action <> 'requested' order by entry$$,
  $$select person(name), 'accepted', person(name), 'crossing' from unnest('{ben,carl,dora,eve}'::text[]) as name$$,
  'one more entry each: accepted by the second asker, in the first direction'
);
select is_empty(
  $$select from amity_private.connections_history as entries join amity.connections on id = connection_id
    where action = 'accepted' and occurred_at <> responded_at$$,
  'the history knows the moment'
);
select is_empty('select * from amity_private.connections_drift', 'and replays to what stands');

select speak_as('ada');
select refused(
  $$select amity.request_connection(person('ben'))$$, 'already_connected', 'there is nothing left to ask'
);

select * from finish();
rollback;
