-- An act in the RETURNING of another comes before the other is remembered: the history is right all the same.
begin;
select plan(10);

create function pg_temp.story() returns text
language sql
as $$
  select string_agg(format('%s (%s)', action, cause), ', ' order by entry)
  from amity_private.connections_history
$$;

select person('ada');
savepoint nobody_asked;

select speak_as('ada');
insert into amity.connections (recipient_id) values (person('ben'))
returning (amity.cancel_connection_request(recipient_id)).status;
select be_quiet();
select is(pg_temp.story(), 'requested (user), cancelled (user)', 'cancelled while asking');
select is_empty('select * from amity_private.connections_drift', 'cancelled while asking: the history replays');
rollback to nobody_asked;

select speak_as_service();
insert into amity.connections (requester_id, recipient_id)
values (person('ada'), person('ben')), (person('ben'), person('ada'));
select be_quiet();
select is(pg_temp.story(), 'requested (service), accepted (crossing)', 'crossing in one statement');
select is_empty(
  'select * from amity_private.connections_drift', 'crossing in one statement: the history replays'
);
rollback to nobody_asked;

select speak_as('ada');
select amity.request_connection(person('ben'));
savepoint ada_asked;

select speak_as('ben');
update amity.connections set status = 'accepted' returning (amity.remove_connection(requester_id)).status;
select be_quiet();
select is(pg_temp.story(), 'requested (user), accepted (user), removed (user)', 'removed while accepting');
select is_empty(
  'select * from amity_private.connections_drift', 'removed while accepting: the history replays'
);
rollback to ada_asked;

select speak_as('ben');
update amity.connections set status = 'accepted' returning (amity.block(requester_id)).id;
select be_quiet();
select is(pg_temp.story(), 'requested (user), accepted (user), removed (block)', 'blocked while accepting');
select is_empty(
  'select * from amity_private.connections_drift', 'blocked while accepting: the history replays'
);
rollback to ada_asked;

select speak_as('ben');
update amity.connections set status = 'rejected' returning (amity.block(requester_id)).id;
select be_quiet();
select is_empty(
  'select * from amity_private.connections_drift', 'blocked while rejecting: the history replays'
);
select is_empty('select from amity.connections', 'blocked while rejecting: nothing stands');

select * from finish();
rollback;
