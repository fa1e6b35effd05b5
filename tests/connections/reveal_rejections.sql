-- reveal_rejections: whether requesters see that they were rejected. Recipients always see what they did.
begin;
select plan(12);

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
  $$values (person('ben'), 'requested'), (person('carl'), 'requested')$$, 'off: the requester sees only that they asked'
);
select is_empty('select from amity.connection_requests', 'off: nor is it listed how it ended');

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

select results_eq(
  concat(be_quiet(), 'update amity.settings set value = ''', value, ''' where name = ''reveal_rejections'' returning value'),
  format('values (%L)', value), 'reveal_rejections ' || value
) || E'\n' || results_eq(
  concat(speak_as('ben'), 'select action::text from amity.connections_history order by occurred_at'),
  $$values ('requested'), ('rejected')$$, value || ': the recipient sees their history'
) || E'\n' || results_eq(
  'select requester_id, status::text from amity.connection_requests', $$values (person('ada'), 'denied')$$,
  value || ': the recipient sees it as denied'
) || E'\n' || is_empty(
  concat(speak_as('dora'), 'select from amity.connections_history'), value || ': nobody else sees anything'
)
from unnest('{false,true}'::text[]) as value;

select * from finish();
rollback;
