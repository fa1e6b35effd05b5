-- A block finds a request that has expired: it stays expired, as after any other end. It was not rejected, so
-- a person who is unblocked later does not wait for request_cooldown because of it.
begin;
select plan(6);

update amity.settings set value = '7 days' where name = 'request_ttl';
update amity.settings set value = '30 days' where name = 'request_cooldown';
select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at) values
  (person('ben'), person('ada'), now() - interval '8 days'), (person('ada'), person('carl'), now() - interval '8 days');

select speak_as('ada');
select amity.block(person('ben')), amity.block(person('carl'));
select speak_as('ben');
select results_eq('select status::text from amity.connection_requests', $$values ('expired')$$, 'mine has expired, as before');
select results_eq(
  'select action::text from amity.connections_history order by occurred_at', $$values ('requested'), ('expired')$$, 'in the history as well'
);
select speak_as('carl');
select results_eq('select status::text from amity.connection_requests', $$values ('expired')$$, 'and so has theirs');

select be_quiet();
select results_eq(
  $$select action::text, cause::text from amity_private.connections_history where action <> 'requested'$$,
  $$values ('expired', 'expiry'), ('expired', 'expiry')$$, 'it was time that ended them'
);
select speak_as('ada');
select amity.unblock(person('ben'));
select speak_as('ben');
select is((amity.request_connection(person('ada'))).status, 'pending', 'no rejection makes them wait');
select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');

select * from finish();
rollback;
