-- pending_requests_count: how many requests wait for my answer.
begin;
select plan(7);

select speak_as('ada');
select is(amity.pending_requests_count(), 0::bigint, 'none at first');

-- ben, carl, dora and eve ask ada, and ada asks fay
select amity.request_connection(person('fay'));
select speak_as('ben');
select amity.request_connection(person('ada'));
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('dora');
select amity.request_connection(person('ada'));
select speak_as('eve');
select amity.request_connection(person('ada'));

select speak_as('ada');
select is(amity.pending_requests_count(), 4::bigint, 'those that came in, not those that went out');
select amity.accept_connection(person('ben'));
select is(amity.pending_requests_count(), 3::bigint, 'without those that I accepted');
select amity.reject_connection(person('carl'));
select is(amity.pending_requests_count(), 2::bigint, 'or rejected');
select speak_as('dora');
select amity.cancel_connection_request(person('ada'));
select speak_as('ada');
select is(amity.pending_requests_count(), 1::bigint, 'or that were cancelled');
select amity.block(person('eve'));
select is(amity.pending_requests_count(), 0::bigint, 'or that a block ended');
select speak_as('fay');
select is(amity.pending_requests_count(), 1::bigint, 'others count their own');

select * from finish();
rollback;
