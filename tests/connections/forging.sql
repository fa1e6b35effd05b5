-- What a client cannot forge: a connection without consent, another's name, another pair, another date.
begin;
select plan(45);

-- ada asked ben; carl is connected with ada
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('ada');
select amity.accept_connection(person('carl'));

-- columns that are not for clients
select throws_ok(statement, '42501', null, statement)
from unnest(array[
  $$insert into amity.connections (recipient_id, requested_at) values (person('dora'), '2001-01-01')$$,
  $$insert into amity.connections (recipient_id, id) values (person('dora'), gen_random_uuid())$$,
  $$insert into amity.connections (recipient_id) values (person('dora'))
    on conflict (id) do update set recipient_id = excluded.recipient_id$$,
  $$update amity.connections set id = gen_random_uuid()$$,
  $$update amity.connections set requester_id = person('dora')$$,
  $$update amity.connections set recipient_id = person('dora')$$,
  $$update amity.connections set message = 'I never wrote this'$$,
  $$update amity.connections set requested_at = '2001-01-01'$$,
  $$update amity.connections set responded_at = '2001-01-01'$$,
  $$update amity.connections set status = 'accepted', responded_at = '2001-01-01'$$,
  'truncate amity.connections'
]) as statement;

select refused(
  $$insert into amity.connections (recipient_id, responded_at) values (person('dora'), '2001-01-01')$$, 'column_is_fixed', 'nor a date, where null is allowed'
);

-- the status that is for clients
select refused(statement, slug, statement)
from (values
  ($$insert into amity.connections (recipient_id, status) values (person('dora'), 'accepted')$$, 'column_is_fixed'),
  ($$insert into amity.connections (recipient_id, status) values (person('dora'), 'rejected')$$, 'column_is_fixed'),
  ($$update amity.connections set status = 'accepted' where recipient_id = person('ben')$$, 'not_recipient'),
  ($$update amity.connections set status = 'rejected' where recipient_id = person('ben')$$, 'not_recipient'),
  ($$update amity.connections set status = 'pending' where requester_id = person('carl')$$, 'not_pending'),
  ($$update amity.connections set status = 'cancelled' where requester_id = person('carl')$$, 'not_pending'),
  ($$update amity.connections set status = 'accepted'$$, 'not_recipient'),
  ($$select amity_private.set_status(person('ben'), 'accepted')$$, 'not_recipient'),
  ($$select amity_private.set_status(person('carl'), 'pending')$$, 'not_pending'),
  ($$insert into amity.connections (recipient_id) values (person('ben'))
     on conflict (least(requester_id, recipient_id), greatest(requester_id, recipient_id))
     do update set status = 'accepted'$$,
    'pending_request'),
  ($$insert into amity.connections (requester_id, recipient_id) values (person('dora'), person('ada'))$$, 'not_yours'),
  ($$insert into amity.connections (requester_id, recipient_id) values (person('ben'), person('dora'))$$, 'not_yours'),
  ($$insert into amity.connections (requester_id, recipient_id) values (null, person('dora'))$$, 'person_not_found')
) as cases (statement, slug);

-- what is private to Amity
select throws_ok(statement, '42501', null, statement)
from unnest(array[
  $$select amity_private.hold_connection(person('ada'), person('ben'))$$,
  $$select amity_private.hold_connection(person('ada'), person('ben'))$$,
  $$select amity_private.found_as(person('ben'), person('carl'))$$,
  $$select amity_private.connected_people(person('ben'))$$,
  'select * from amity_private.connections_drift'
]) as statement;

-- a third person, with no condition: no other person's row is touched
select speak_as('dora');
select is_empty(statement, 'a third person: ' || statement)
from unnest(array[
  'select from amity.connections',
  'select from amity.connections_history',
  'select from amity.connection_requests',
  'select from amity.my_connections'
]) as statement;
select lives_ok(statement, 'a third person: ' || statement || ' changes nothing, as is seen below')
from unnest(array[
  -- nothing is read here, so that the policy of select does not stand in for the others
  $$update amity.connections set status = 'rejected'$$,
  'delete from amity.connections'
]) as statement;

-- an update with no condition answers what waits for me, and only that
select speak_as('ben');
select results_eq(
  $$update amity.connections set status = 'accepted' returning requester_id, recipient_id$$,
  $$values (person('ada'), person('ben'))$$, 'an update with no condition touches only mine'
);

-- not even the owner re-points a row
select be_quiet();
select refused(statement, 'pair_is_fixed', 'the owner: ' || statement)
from unnest(array[
  $$update amity.connections set id = gen_random_uuid()$$,
  $$update amity.connections set requester_id = person('dora')$$,
  $$update amity.connections set recipient_id = person('dora')$$,
  $$update amity.connections set requester_id = recipient_id, recipient_id = requester_id$$
]) as statement;
select refused(statement, 'truncate_unsupported', 'the owner: ' || statement)
from unnest(array['truncate amity.connections', 'truncate amity.people cascade']) as statement;

select set_eq(
  'select requester_id, recipient_id, status::text from amity.connections',
  $$values (person('ada'), person('ben'), 'accepted'), (person('carl'), person('ada'), 'accepted')$$,
  'after all of it there is what people agreed to'
);
select is_empty('select * from amity_private.connections_drift', 'and the history knows all of it');

select * from finish();
rollback;
