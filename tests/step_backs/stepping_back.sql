-- Stepping back from a person I am connected with, or follow, by every way in; both may, at once.
begin;
select plan(12);

-- ada is connected with ben and carl, and follows dora; she has no follower
select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.follow(person('dora'));
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('ada');
select amity.accept_connection(person('carl'));

select results_eq(
  $$insert into amity.step_backs (person_id, until, reason) values (person('ben'), now() + interval '1 day', 'tired')
    returning owner_id, person_id, since <= clock_timestamp(), until = now() + interval '1 day', reason$$,
  $$values (person('ada'), person('ben'), true, true, 'tired')$$,
  'an insert steps back from a person I asked, until a moment'
);
select results_eq(
  $$with pgrst_source as (
      insert into amity.step_backs (owner_id, person_id) values (person('ada'), person('carl')) returning *
    )
    select owner_id, person_id, until, reason from pgrst_source$$,
  $$values (person('ada'), person('carl'), null::timestamptz, null::text)$$,
  'as PostgREST writes it, from a person who asked me, until I return'
);
select results_eq(
  $$select person_id, until, reason from amity.step_back_from(person('dora'), 'infinity', 'for good')$$,
  $$values (person('dora'), null::timestamptz, 'for good')$$,
  'by function, from a person I follow; for ever is until I return'
);
select results_eq(
  'select person_id from amity.step_backs order by since',
  $$values (person('ben')), (person('carl')), (person('dora'))$$, 'my list'
);
select results_eq(
  $$select name, amity.is_stepped_back_from(person(name)) from unnest('{ben,carl,dora,eve,ada}'::text[]) as name$$,
  $$values ('ben', true), ('carl', true), ('dora', true), ('eve', false), ('ada', false)$$, 'asked one by one'
);
select results_eq(
  $$select (amity.connection_status(person(name))).status::text from unnest('{ben,carl}'::text[]) as name$$,
  $$values ('accepted'), ('accepted')$$, 'the connections stand as they did'
);

select speak_as('ben');
select is(amity.is_stepped_back_from(person('ada')), false, 'the other person has not');
select results_eq(
  $$select owner_id, person_id from amity.step_back_from(person('ada'))$$, $$values (person('ben'), person('ada'))$$,
  'and may as well, at the same time'
);
select speak_as('dora');
select refused($$select amity.step_back_from(person('ada'))$$, 'no_tie', 'a follower is no tie to step back from');

select be_quiet();
select results_eq(
  'select owner_id, person_id, action::text, actor_id, cause::text from amity_private.step_backs_history order by entry',
  $$values
    (person('ada'), person('ben'), 'stepped_back', person('ada'), 'user'),
    (person('ada'), person('carl'), 'stepped_back', person('ada'), 'user'),
    (person('ada'), person('dora'), 'stepped_back', person('ada'), 'user'),
    (person('ben'), person('ada'), 'stepped_back', person('ben'), 'user')$$,
  'the history'
);
select is_empty(
  'select from amity_private.step_backs_history join amity.step_backs on id = step_back_id where occurred_at <> since',
  'knows since when'
);

select speak_as_service();
insert into amity.step_backs (owner_id, person_id, since)
values (person('carl'), person('ada'), '2020-01-01');
select results_eq(
  $$select actor_id, cause::text, occurred_at from amity_private.step_backs_history where owner_id = person('carl')$$,
  $$values (null::uuid, 'service', timestamptz '2020-01-01')$$, 'a service may for others, and keeps their date'
);

select * from finish();
rollback;
