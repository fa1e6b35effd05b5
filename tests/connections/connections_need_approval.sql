-- connections_need_approval off: the instant flow, a request is a connection at once.
begin;
select plan(15);

-- from before: ada's requests
select speak_as('ada');
insert into amity.connections (recipient_id, message)
select person(name), 'at first' from unnest('{ben,fay,gus,hal,zoe}'::text[]) as name;
create temporary table asked as select * from amity.connections;
grant select on asked to public;
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
select results_eq(
  $$select recipient_id, status::text, message, actioned_at = requested_at from amity.connection_requests
    order by requested_at$$,
  $$values (person('dora'), 'approved', null, true), (person('eve'), 'approved', null, true)$$,
  'both are requests that were approved'
);
select set_eq(
  'select person_id, asked_by_me from amity.my_connections',
  $$values (person('dora'), true), (person('eve'), true)$$, 'the connections are'
);
select speak_as('dora');
select refused($$select amity.request_connection(person('carl'))$$, 'already_connected', 'asking back');
select is((amity.connection_status(person('carl'))).status, 'accepted', 'the other side is connected');

-- what was pending
select speak_as('ada');
select results_eq(
  $$insert into amity.connections (recipient_id, message) values (person('ben'), 'again')
    returning id, status::text, message$$,
  $$select id, 'accepted', 'at first' from asked where recipient_id = person('ben')$$,
  'a request from before is accepted when its requester asks again: by the table'
);
select results_eq(
  $$select id, status::text from amity.request_connection(person('gus'))$$,
  $$select id, 'accepted' from asked where recipient_id = person('gus')$$, 'by function'
);
select results_eq(
  $$insert into amity.friendships (addressee_id) values (person('fay')) returning id, status::text$$,
  $$select id, 'accepted' from asked where recipient_id = person('fay')$$, 'as a friendship'
);
select speak_as('zoe');
select is((amity.accept_connection(person('ada'))).status, 'accepted', 'it is answered as ever');
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
select results_eq(
  $$select action::text, actor_id, cause::text from amity_private.connections_history
    where recipient_id = person('ben') order by entry$$,
  $$values ('requested', person('ada'), 'user'), ('accepted', person('ada'), 'user')$$,
  'a request from before is accepted by its requester'
);
select is_empty('select * from amity_private.connections_drift', 'and replays');

select * from finish();
rollback;
