-- connections_need_approval off: the instant flow, a request is a connection at once.
begin;
select plan(12);

-- from before: ada asked ben, and hal
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('hal'));
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';

select speak_as('carl');
select results_eq(
  $$insert into amity.connections (recipient_id, message) values (person('dora'), 'Hello')
    returning requester_id, status::text, message, responded_at = requested_at$$,
  $$values (person('carl'), 'accepted', 'Hello', true)$$, 'the insert returns a connection'
);
select results_eq(
  $$select status::text from amity.request_connection(person('eve'))$$, $$values ('accepted')$$, 'by function'
);
select refused($$select amity.request_connection(person('dora'))$$, 'already_connected', 'asking again');
select is_empty('select from amity.connection_requests', 'a request that never was is not listed');
select set_eq(
  'select person_id, asked_by_me from amity.my_connections',
  $$values (person('dora'), true), (person('eve'), true)$$, 'the connections are'
);
select speak_as('dora');
select refused($$select amity.request_connection(person('carl'))$$, 'already_connected', 'asking back');
select is(amity.connection_status(person('carl')), 'accepted', 'the other side is connected');

-- what was pending
select speak_as('ada');
select refused(
  $$select amity.request_connection(person('ben'))$$, 'pending_request', 'an older request goes on waiting'
);
select speak_as('ben');
select is((amity.accept_connection(person('ada'))).status, 'accepted', 'and is answered as ever');
select speak_as('hal');
select is((amity.request_connection(person('ada'))).status, 'accepted', 'or crossed');

select be_quiet();
select results_eq(
  $$select requester_id, recipient_id, action::text, actor_id, cause::text
    from amity_private.connections_history where requester_id = person('carl') order by entry$$,
  $$values
    (person('carl'), person('dora'), 'accepted', person('carl'), 'user'),
    (person('carl'), person('eve'), 'accepted', person('carl'), 'user')$$,
  'the history begins with the connection'
);
select is_empty('select * from amity_private.connections_drift', 'and replays');

select * from finish();
rollback;
