-- An insert into amity.friendships asks, as one into amity.connections does: same rules, same refusals.
begin;
select plan(25);

select person(name) from unnest('{ada,ben,carl,dora,eve}'::text[]) as name;
select speak_as('eve');
select amity.block(person('ada'));
select speak_as('ada');
select amity.block(person('dora'));

select results_eq(
  $$insert into amity.friendships (addressee_id) values (person('ben'))
    returning requester_id, addressee_id, status::text, responded_at, stepped_back_by$$,
  $$values (person('ada'), person('ben'), 'pending', null::timestamptz, null::uuid)$$, 'in my name, where nothing else is said'
);
select results_eq(
  'select requester_id, recipient_id, status::text from amity.connections',
  $$values (person('ada'), person('ben'), 'pending')$$, 'it is a request'
);
select results_eq(
  $$with pgrst_source as (
      insert into amity.friendships (requester_id, addressee_id, status)
      select requester_id, addressee_id, status
      from json_to_record(format('{"requester_id": "%s", "addressee_id": "%s", "status": "pending"}', person('ada'), person('carl'))::json)
        as (requester_id uuid, addressee_id uuid, status text)
      returning amity.friendships.*
    )
    select addressee_id, status::text, created_at <= clock_timestamp() from pgrst_source$$,
  $$values (person('carl'), 'pending', true)$$, 'as PostgREST writes it'
);

select speak_as('ben');
select results_eq(
  $$insert into amity.friendships (addressee_id) values (person('ada')) returning id, requester_id, status::text, responded_at is not null$$,
  $$select id, person('ada'), 'accepted', true from amity.connections$$,
  'requests that cross are one friendship: the first row comes back, accepted'
);

select speak_as('ada');
select refused(format(way, other), slug, format('%s, %s: %s', who, slug, way))
from (values
  ('myself', person('ada'), 'self_connection'),
  ('an unknown id', gen_random_uuid(), 'person_not_found'),
  ('null', null, 'person_not_found'),
  ('a friend', person('ben'), 'already_connected'),
  ('a person I asked', person('carl'), 'pending_request'),
  ('who blocked me', person('eve'), 'person_not_found'),
  ('a person I blocked', person('dora'), 'blocked')
) as cases (who, other, slug)
cross join unnest(array[
  'insert into amity.friendships (addressee_id) values (%L)',
  $$insert into amity.friendships (requester_id, addressee_id, status) values (amity.me(), %L, 'pending') returning *$$
]) as way;
select refused(
  $$insert into amity.friendships (requester_id, addressee_id) values (person('carl'), person('gus'))$$, 'not_yours',
  'in the name of another person'
);
select refused(
  format('insert into amity.friendships (addressee_id, status) values (%L, %L)', person('gus'), status), 'status_invalid',
  'a friendship cannot begin without a request: ' || status
) from unnest('{accepted,declined,friend}'::text[]) as status;

-- ids and dates are the database's to give
select results_eq(
  $$insert into amity.friendships (id, addressee_id, created_at, responded_at)
    values (person('hal'), person('hal'), '2020-01-01', '2020-01-01')
    returning id <> person('hal'), created_at > '2020-01-01', responded_at$$,
  $$values (true, true, null::timestamptz)$$, 'what a client makes up is passed over'
);

select speak_as_service();
select results_eq(
  $$insert into amity.friendships (requester_id, addressee_id, status) values (person('ben'), person('carl'), 'accepted')
    returning requester_id, status::text, responded_at is not null$$,
  $$values (person('ben'), 'accepted', true)$$, 'a service may say that two are friends'
);
select refused(
  $$insert into amity.friendships (requester_id, addressee_id, status) values (person('ben'), person('dora'), 'declined')$$,
  'status_invalid', 'but not that they were not'
);

select * from finish();
rollback;
