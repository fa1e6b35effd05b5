-- reveal_rejections: whether requesters see that they were rejected. Recipients always see what they did.
begin;
select plan(10);

-- ben rejected ada; carl blocked her while she waited, and unblocked her
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('carl'));
select speak_as('ben');
select amity.reject_connection(person('ada'));
select speak_as('carl');
select amity.block(person('ada'));
select amity.unblock(person('ada'));

select speak_as('ada');
select bag_eq(
  'select recipient_id, action::text from amity.connections_history',
  $$values (person('ben'), 'requested'), (person('carl'), 'requested')$$,
  'off: the requester sees only that they asked'
);
select is_empty('select from amity.connection_requests', 'off: nor is it listed how it ended');

select speak_as('ben');
select results_eq(
  'select action::text from amity.connections_history order by occurred_at', $$values ('requested'), ('rejected')$$,
  'off: the recipient sees their history'
);
select results_eq(
  'select requester_id, status::text from amity.connection_requests', $$values (person('ada'), 'denied')$$,
  'off: and the request as denied'
);

select speak_as_service();
select is(count(*), 4::bigint, 'off: a service reads all of it') from amity.connections_history;

select be_quiet();
update amity.settings set value = 'true' where name = 'reveal_rejections';
select speak_as('ada');
select bag_eq(
  'select recipient_id, action::text from amity.connections_history',
  $$values
    (person('ben'), 'requested'), (person('carl'), 'requested'),
    (person('ben'), 'rejected'), (person('carl'), 'rejected')$$,
  'on: the requester sees the rejection, and a block looks the same'
);
select bag_eq(
  'select recipient_id, status::text, actioned_at is not null, expires_at from amity.connection_requests',
  $$values (person('ben'), 'denied', true, null::timestamptz), (person('carl'), 'denied', true, null)$$,
  'on: it is listed as denied'
);

select speak_as('ben');
select results_eq(
  'select action::text from amity.connections_history order by occurred_at', $$values ('requested'), ('rejected')$$,
  'on: the recipient sees their history'
);
select speak_as('dora');
select is_empty('select from amity.connections_history', 'on: no other person sees anything');
select is_empty('select from amity.connection_requests', 'on: nor in the list');

select * from finish();
rollback;
