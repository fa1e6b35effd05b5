-- A service writes for others, by the same rules; the history says it was a service.
begin;
select plan(37);

select person('ada');
select speak_as_service();

-- importing
select results_eq(
  $$insert into amity.connections (requester_id, recipient_id, status, requested_at, responded_at)
    values (person('ada'), person('ben'), 'accepted', '2020-01-01 00:00Z', '2020-02-02 00:00Z')
    returning status::text, requested_at, responded_at$$,
  $$values ('accepted', timestamptz '2020-01-01 00:00Z', timestamptz '2020-02-02 00:00Z')$$,
  'an existing connection is imported with its dates'
);
select results_eq(
  $$insert into amity.connections (id, requester_id, recipient_id, status, requested_at)
    values ('00000000-0000-7000-8000-000000000001', person('ada'), person('carl'), 'accepted', '2020-03-03 00:00Z')
    returning id, responded_at$$,
  $$values ('00000000-0000-7000-8000-000000000001'::uuid, timestamptz '2020-03-03 00:00Z')$$,
  'with its id; when nothing is known of the answer it was at once'
);
select results_eq(
  $$insert into amity.connections (requester_id, recipient_id, requested_at, message)
    values (person('ada'), person('dora'), '2020-04-04 00:00Z', 'Hello')
    returning status::text, requested_at, message$$,
  $$values ('pending', timestamptz '2020-04-04 00:00Z', 'Hello')$$,
  'a request is imported'
);

-- answering for others
insert into amity.connections (requester_id, recipient_id)
select person('ada'), person(name) from unnest('{eve,fay,gus,hal,ian,joe}'::text[]) as name;
select results_eq(
  format(
    $$update amity.connections set status = %L where recipient_id = %L returning status::text$$, status, person(name)
  ),
  format('values (%L)', status), 'a service answers: ' || status
)
from (values ('accepted', 'eve'), ('rejected', 'fay'), ('cancelled', 'gus')) as cases (status, name);
select results_eq(
  $$insert into amity.connections (requester_id, recipient_id) values (person('hal'), person('ada'))
    returning requester_id, status::text$$,
  $$values (person('ada'), 'accepted')$$, 'requests cross for it as well'
);
select results_eq(
  format(
    $$with asked as (select id from amity.connections where recipient_id = %L),
        came as (
          insert into amity.connections (requester_id, recipient_id, status) values (%L, %L, 'accepted') returning *
        )
      select came.id = asked.id, requester_id, status::text from came, asked$$,
    person(asked), person(one), person(other)
  ),
  $$values (true, person('ada'), 'accepted')$$,
  format('connecting %s with %s, one of whom has asked, accepts that request', one, other)
)
from (values ('ian', 'ian', 'ada'), ('joe', 'ada', 'joe')) as cases (asked, one, other);
select lives_ok($$delete from amity.connections where recipient_id = person('eve')$$, 'a service removes');
select lives_ok(
  $$update amity.connections set message = 'Edited' where recipient_id = person('dora')$$,
  'a service edits a message'
);

select be_quiet();
select results_eq(
  $$select recipient_id, action::text, occurred_at from amity_private.connections_history
    where occurred_at < now() order by entry$$,
  $$values
    (person('ben'), 'accepted', timestamptz '2020-02-02 00:00Z'),
    (person('carl'), 'accepted', timestamptz '2020-03-03 00:00Z'),
    (person('dora'), 'requested', timestamptz '2020-04-04 00:00Z')$$,
  'the history has the dates of what was imported'
);
select results_eq(
  $$select recipient_id, string_agg(format('%s (%s)', action, cause), ', ' order by entry)
    from amity_private.connections_history where occurred_at >= now() group by 1 order by min(entry)$$,
  $$values
    (person('eve'), 'requested (service), accepted (service), removed (service)'),
    (person('fay'), 'requested (service), rejected (service)'),
    (person('gus'), 'requested (service), cancelled (service)'),
    (person('hal'), 'requested (service), accepted (crossing)'),
    (person('ian'), 'requested (service), accepted (service)'),
    (person('joe'), 'requested (service), accepted (service)')$$,
  'and every act since'
);
select is_empty(
  'select from amity_private.connections_history where actor_id is not null', 'what a service did has no actor'
);

-- the same rules
select speak_as_service();
select refused(
  format(
    $$insert into amity.connections (requester_id, recipient_id, status) values (%L, %L, %L)$$, one, other, status
  ),
  slug, format('a service, %s: %s', status, slug)
)
from (values
  (person('ada'), person('ada'), 'pending', 'self_connection'),
  (person('ada'), gen_random_uuid(), 'accepted', 'person_not_found'),
  (gen_random_uuid(), person('ada'), 'accepted', 'person_not_found'),
  (null, person('ada'), 'accepted', 'no_actor'),
  (person('ada'), null, 'accepted', 'person_not_found'),
  (person('ada'), person('ben'), 'accepted', 'already_connected'),
  (person('ben'), person('ada'), 'pending', 'already_connected'),
  (person('ada'), person('dora'), 'pending', 'pending_request'),
  (person('ada'), person('kim'), 'rejected', 'status_invalid'),
  (person('ada'), person('kim'), 'cancelled', 'status_invalid')
) as cases (one, other, status, slug);
select throws_ok(
  $$insert into amity.connections (requester_id, recipient_id, responded_at)
    values (person('ada'), person('kim'), now())$$,
  '23514', null, 'a request that waits was not answered'
);
select throws_ok(statement, '42501', null, 'not for a service: ' || statement)
from unnest(array[
  $$update amity.connections set requester_id = person('joe')$$,
  $$update amity.connections set recipient_id = person('joe')$$,
  'update amity.connections set requested_at = now()',
  'update amity.connections set responded_at = now()',
  $$select amity.request_connection(person('joe'))$$,
  $$select amity.accept_connection(person('ada'))$$,
  $$select amity.remove_connection(person('ada'))$$,
  $$select (amity.connection_status(person('ada'))).status$$
]) as statement;

-- what a service sees
select cmp_ok((select count(*) from amity.connections), '=', 6::bigint, 'every row');
select cmp_ok((select count(*) from amity.connections_history), '=', 16::bigint, 'every entry');
select bag_eq(
  'select status::text, count(*) from amity.connection_requests group by 1',
  $$values ('pending', 1::bigint), ('approved', 6), ('denied', 1), ('cancelled', 1)$$, 'every request'
);
select is_empty('select from amity.my_connections', 'but it has none of its own');

select * from finish();
rollback;
