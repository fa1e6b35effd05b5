-- An insert into amity.connection_requests asks, as one into amity.connections does.
begin;
select plan(15);

select person(name) from unnest('{ada,ben,carl,eve}'::text[]) as name;
select speak_as('eve');
select amity.block(person('ada'));

select speak_as_service();
select amity.set_setting('request_ttl', '7 days');
select speak_as('ada');
select results_eq(
  $$with pgrst_source as (
      insert into amity.connection_requests (recipient_id, message) values (person('ben'), 'hello') returning *
    )
    select requester_id, recipient_id, status::text, message, actioned_at, expires_at = requested_at + interval '7 days' from pgrst_source$$,
  $$values (person('ada'), person('ben'), 'pending', 'hello', null::timestamptz, true)$$, 'it comes back as the view shows it'
);
select results_eq('select * from amity.connection_requests',
  $$select id, requester_id, recipient_id, 'pending'::amity.request_status, message, requested_at, null::timestamptz,
    requested_at + interval '7 days' from amity.connections$$, 'and stands');

select speak_as('ben');
select results_eq(
  $$insert into amity.connection_requests (requester_id, recipient_id, status) values (person('ben'), person('ada'), 'pending')
    returning requester_id, status::text, message, actioned_at is not null, expires_at$$,
  $$values (person('ada'), 'approved', null::text, true, null::timestamptz)$$, 'requests that cross: the first one, approved'
);

select speak_as('ada');
select refused(format($$insert into amity.connection_requests (recipient_id) values (%L)$$, other), slug, format('%s: %s', who, slug))
from (values
  ('myself', person('ada'), 'self_connection'),
  ('an unknown id', gen_random_uuid(), 'person_not_found'),
  ('null', null, 'person_not_found'),
  ('who blocked me', person('eve'), 'person_not_found'),
  ('a connection', person('ben'), 'already_connected')
) as cases (who, other, slug);
select refused(
  $$insert into amity.connection_requests (recipient_id, message) values (person('carl'), repeat('x', 1001))$$, 'text_too_long',
  'a long message'
);
select refused(
  $$insert into amity.connection_requests (requester_id, recipient_id) values (person('carl'), person('gus'))$$, 'not_yours',
  'in the name of another person'
);
select refused(
  $$insert into amity.connection_requests (recipient_id, status) values (person('carl'), 'approved')$$, 'status_invalid',
  'a requester cannot approve for the recipient'
);
select refused(
  $$insert into amity.connection_requests (recipient_id, requested_at) values (person('carl'), '2020-01-01')$$, 'column_is_fixed',
  'a client cannot give the date'
);

select speak_as_service();
select amity.set_setting('connections_need_approval', 'false');
select results_eq(
  $$insert into amity.connection_requests (requester_id, recipient_id, status) values (person('ben'), person('carl'), 'approved')
    returning status::text, actioned_at is not null$$, $$values ('approved', true)$$, 'a service may'
);
select refused(
  $$insert into amity.connection_requests (requester_id, recipient_id, status) values (person('carl'), person('gus'), 'denied')$$,
  'status_invalid', 'begin with that'
);
select speak_as('ada');
select results_eq(
  $$insert into amity.connection_requests (recipient_id) values (person('carl')) returning status::text$$, $$values ('approved')$$,
  'where no approval is needed, it is approved at once'
);

select * from finish();
rollback;
