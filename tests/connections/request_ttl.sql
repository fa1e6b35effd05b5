-- request_ttl: an expired request is over without anything having run. It can be deleted or asked anew, but
-- not answered.
begin;
select plan(24);

update amity.settings set value = '7 days' where name = 'request_ttl';

-- a week ago ada asked ben, carl, dora and eve; two days ago, fay
select person('ada');
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at, message)
select person('ada'), person(name), now() - interval '7 days', 'Hello ' || name
from unnest('{ben,carl,dora,eve}'::text[]) as name;
insert into amity.connections (requester_id, recipient_id, requested_at)
values (person('ada'), person('fay'), now() - interval '2 days');

-- it is not answered
select speak_as('ben');
select refused(statement, 'request_expired', 'the recipient: ' || statement)
from unnest(array[
  $$update amity.connections set status = 'accepted'$$,
  $$update amity.connections set status = 'rejected'$$,
  $$select amity.accept_connection(person('ada'))$$,
  $$select amity.reject_connection(person('ada'))$$
]) as statement;
select speak_as('ada');
select refused(statement, 'request_expired', 'the requester: ' || statement)
from unnest(array[
  $$update amity.connections set status = 'cancelled' where recipient_id = person('ben')$$,
  $$select amity.cancel_connection_request(person('ben'))$$
]) as statement;

-- it is seen as what it is
select results_eq(
  $$select recipient_id, status::text, message, actioned_at, expires_at - requested_at from amity.connection_requests
    where recipient_id in (person('ben'), person('fay')) order by requested_at$$,
  $$values
    (person('ben'), 'expired', 'Hello ben', null::timestamptz, interval '7 days'),
    (person('fay'), 'pending', null, null, interval '7 days')$$,
  'the requester sees which has expired, and when the other will'
);
select is((amity.connection_status(person('ben'))).status, 'none', 'to the requester it is nothing');
select is((amity.connection_status(person('fay'))).status, 'pending_sent', 'unlike the one that waits');
select speak_as('ben');
select is((amity.connection_status(person('ada'))).status, 'none', 'to the recipient it is nothing');
select is(amity.pending_requests_count(), 0::bigint, 'nor is it counted');
select results_eq(
  'select status::text from amity.connection_requests', $$values ('expired')$$,
  'the recipient sees it has expired'
);
select speak_as('fay');
select is(amity.pending_requests_count(), 1::bigint, 'unlike the one that waits');
select is((amity.accept_connection(person('ada'))).status, 'accepted', 'which is answered');

-- it is deleted
select speak_as('ben');
select lives_ok('delete from amity.connections', 'the recipient deletes it');
select speak_as('ada');
select lives_ok(
  $$delete from amity.connections where recipient_id = person('carl')$$, 'the requester deletes it'
);
select results_eq(
  $$select recipient_id, status::text, actioned_at is not null from amity.connection_requests
    where recipient_id in (person('ben'), person('carl')) order by id$$,
  $$values (person('ben'), 'expired', true), (person('carl'), 'expired', true)$$,
  'deleted, it has still expired'
);

-- it is asked anew, from either side
select isnt((amity.request_connection(person('dora'))).id, (
  select id from amity.connection_requests where recipient_id = person('dora') and status = 'expired'
), 'asking again is a new request');
select speak_as('eve');
select results_eq(
  $$insert into amity.connections (recipient_id) values (person('ada')) returning requester_id, status::text$$,
  $$values (person('eve'), 'pending')$$, 'asking back crosses nothing'
);

select be_quiet();
select is(
  (select count(distinct connection_id)::int from amity_private.connections_history
   where person('dora') in (requester_id, recipient_id) or person('eve') in (requester_id, recipient_id)),
  4, 'two ids each'
);
select results_eq(
  $$select requester_id, recipient_id, action::text, actor_id, cause::text from amity_private.connections_history
    where occurred_at >= now() order by entry$$,
  $$values
    (person('ada'), person('fay'), 'accepted', person('fay'), 'user'),
    (person('ada'), person('ben'), 'expired', person('ben'), 'expiry'),
    (person('ada'), person('carl'), 'expired', person('ada'), 'expiry'),
    (person('ada'), person('dora'), 'expired', person('ada'), 'expiry'),
    (person('ada'), person('dora'), 'requested', person('ada'), 'user'),
    (person('ada'), person('eve'), 'expired', person('eve'), 'expiry'),
    (person('eve'), person('ada'), 'requested', person('eve'), 'user')$$,
  'the history says when it was seen to be over'
);
select is_empty('select * from amity_private.connections_drift', 'and replays');

-- without a limit, a request waits for ever
update amity.settings set value = null where name = 'request_ttl';
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at)
values (person('gus'), person('hal'), '1970-01-01');
select speak_as('hal');
select results_eq(
  'select status::text, expires_at from amity.connection_requests', $$values ('pending', null::timestamptz)$$,
  'no end is announced'
);
select is((amity.accept_connection(person('gus'))).status, 'accepted', 'and an old request is answered');

select * from finish();
rollback;
