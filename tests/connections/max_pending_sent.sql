-- max_pending_sent: how many unanswered requests a person can have out.
begin;
select plan(17);

select person('ada');
update amity.settings set value = '0' where name = 'max_pending_sent';
select speak_as('ada');
select refused($$select amity.request_connection(person('ben'))$$, 'limit_reached', 'a cap of 0 refuses every request');

select be_quiet();
update amity.settings set value = '2' where name = 'max_pending_sent';
select speak_as('hal');
select amity.request_connection(person('ada'));
select speak_as('ada');
select lives_ok(
  $$select amity.request_connection(person('ben'))$$, '2: the first; what came in does not count'
);
select lives_ok($$insert into amity.connections (recipient_id) values (person('carl'))$$, '2: the last');
select refused(
  $$insert into amity.connections (recipient_id) values (person('dora'))$$, 'limit_reached', '2: no more'
);
select refused($$select amity.request_connection(person('dora'))$$, 'limit_reached', '2: nor by function');
select refused(
  $$insert into amity.connections (recipient_id) values (person('ben'))$$, 'pending_request',
  'a request to a person I have asked is still refused as pending first'
);
select is((amity.request_connection(person('hal'))).status, 'accepted', 'crossing needs no place');
select speak_as('eve');
select lives_ok($$select amity.request_connection(person('ada'))$$, 'others have their own places');
select refused(
  $$insert into amity.connections (recipient_id) values (person('ben')), (person('carl')), (person('dora'))$$,
  'limit_reached',
  'several at once are counted one by one'
);

-- places come back
select speak_as('ada');
select amity.cancel_connection_request(person('ben'));
select lives_ok($$select amity.request_connection(person('dora'))$$, 'one that was cancelled');
select speak_as('carl');
select amity.reject_connection(person('ada'));
select speak_as('ada');
select lives_ok($$select amity.request_connection(person('fay'))$$, 'one that was rejected');
select speak_as('dora');
select amity.accept_connection(person('ada'));
select speak_as('ada');
select lives_ok($$select amity.request_connection(person('gus'))$$, 'one that was accepted');
select be_quiet();
update amity.connections set requested_at = requested_at - interval '1 day' where recipient_id = person('gus');
update amity.settings set value = '1 hour' where name = 'request_ttl';
select speak_as('ada');
select lives_ok($$select amity.request_connection(person('ben'))$$, 'one that has expired');
select refused($$select amity.request_connection(person('carl'))$$, 'limit_reached', 'and no more');

-- what it does not count
select speak_as_service();
select lives_ok(
  $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('carl'))$$,
  'a service asks for as many as it likes'
);
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';
select speak_as('ada');
select is((amity.request_connection(person('zoe'))).status, 'accepted', 'a connection is no request, in the instant flow');

select be_quiet();
update amity.settings set value = 'true' where name = 'connections_need_approval';
update amity.settings set value = null where name = 'max_pending_sent';
select speak_as('ada');
select is((amity.request_connection(person('yan'))).status, 'pending', 'without a cap there is always room');

select * from finish();
rollback;
