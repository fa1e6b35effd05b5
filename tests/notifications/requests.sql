-- A request tells the recipient, an acceptance the requester; a rejection, a cancellation and an end tell no person.
begin;
select plan(13);

select speak_as('ada');
select amity.request_connection(person('ben'));
select is(told(), '{ben request_received ada}', 'a request tells the recipient');
select results_eq(
  'select person_id, kind, actor_id, read_at from amity.notifications', 'select null::uuid, null::amity.notification_kind, null::uuid, null::timestamptz where false',
  'the requester reads nothing of it'
);
select speak_as('ben');
select results_eq(
  'select person_id, kind::text, actor_id, subject_id, read_at from amity.notifications',
  $$select person('ben'), 'request_received', person('ada'), id, null::timestamptz from amity.connections$$, 'the recipient reads whose request it is'
);
select amity.accept_connection(person('ada'));
select is(told(), '{ada request_accepted ben}', 'the answer takes it away, and tells the requester');
select is(read_of(), '{}', 'and not who answered');
select is((select subject_id from amity.connections join amity.notifications on subject_id = connections.id), null, 'who reads nothing more');
select speak_as('ada');
select is((select count(*) from amity.connections join amity.notifications on subject_id = connections.id), 1::bigint, 'it is about the same connection');
select amity.remove_connection(person('ben'));
select is(told(), '{}', 'it leaves with the connection, and its end is told to no person');

select amity.request_connection(person('carl'));
select speak_as('carl');
select amity.reject_connection(person('ada'));
select is(told(), '{}', 'a rejection is told to no person');
select speak_as('ada');
select amity.request_connection(person('dora'));
select amity.cancel_connection_request(person('dora'));
select is(told(), '{}', 'nor of a cancellation');

-- a service writes for others by the same rules
select speak_as_service();
insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('dora'));
select is(told(), '{dora request_received ada}', 'a request that a service writes tells the recipient');
update amity.connections set status = 'accepted' where recipient_id = person('dora');
select is(told(), '{ada request_accepted dora}', 'and its acceptance the requester');

select be_quiet();
update amity.settings set value = '1 hour' where name = 'request_ttl';
insert into amity.connections (requester_id, recipient_id, requested_at) values (person('ada'), person('emil'), now() - interval '2 hours');
select amity.tidy();
select is(told(), '{ada request_accepted dora}', 'a request that expired takes it along');

select * from finish();
rollback;
