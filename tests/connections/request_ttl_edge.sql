-- The edge of request_ttl: at that very moment a request is over; a microsecond later than that, it is open.
begin;
select plan(13);

update amity.settings set value = '7 days' where name = 'request_ttl';
select cmp_ok(
  amity_private.requests_open_after(), '>', transaction_timestamp() - interval '7 days',
  'the edge moves with the clock, not the transaction'
);
select cmp_ok(
  amity_private.requests_open_after(), '<', clock_timestamp() - interval '7 days', 'and is a lifetime ago'
);
update amity.settings set value = '0' where name = 'request_ttl';
select speak_as('eve');
select amity.request_connection(person('fay'));
select is((amity.connection_status(person('fay'))).status, 'none', 'with no time at all, a request is over at once');

-- the clock, held
select be_quiet();
create or replace function amity_private.requests_open_after() returns timestamptz
language sql stable
return timestamptz '2026-01-01 00:00Z';

select person('ada');
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at) values
  (person('ada'), person('ben'), '2026-01-01 00:00Z'),
  (person('ada'), person('carl'), '2026-01-01 00:00:00.000001Z');

select speak_as('ben');
select is((amity.connection_status(person('ada'))).status, 'none', 'at the edge: status');
select is(amity.pending_requests_count(), 0::bigint, 'at the edge: count');
select results_eq(
  'select status::text from amity.connection_requests', $$values ('expired')$$, 'at the edge: list'
);
select refused($$select amity.accept_connection(person('ada'))$$, 'request_expired', 'at the edge: answer');
select results_eq(
  $$select requester_id, status::text from amity.request_connection(person('ada'))$$,
  $$values (person('ben'), 'pending')$$, 'at the edge: asking back'
);

select speak_as('carl');
select is((amity.connection_status(person('ada'))).status, 'pending_received', 'after it: status');
select is(amity.pending_requests_count(), 1::bigint, 'after it: count');
select results_eq(
  'select status::text from amity.connection_requests', $$values ('pending')$$, 'after it: list'
);
select results_eq(
  $$select requester_id, status::text from amity.request_connection(person('ada'))$$,
  $$values (person('ada'), 'accepted')$$, 'after it: asking back'
);

select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at) values
  (person('dora'), person('ben'), '2026-01-01 00:00Z'),
  (person('dora'), person('carl'), '2026-01-01 00:00:00.000001Z');
select speak_as('dora');
delete from amity.connections;
select be_quiet();
select results_eq(
  $$select recipient_id, action::text from amity_private.connections_history
    where requester_id = person('dora') and action <> 'requested' order by entry$$,
  $$values (person('ben'), 'expired'), (person('carl'), 'cancelled')$$, 'deleting says which it was'
);

select * from finish();
rollback;
