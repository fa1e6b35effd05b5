-- Each role, each command, whose row: the whole matrix. Outcomes are a number of rows, a slug, or an SQLSTATE.
begin;
select plan(128);

-- ada asked ben; carl asked dora, who accepted
select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('carl');
select amity.request_connection(person('dora'));
select speak_as('dora');
select amity.accept_connection(person('carl'));
select be_quiet();

-- ada's request to ben
select is(outcome(speaker, statement), outcome, format('a request: %s %s', speaker, act))
from (values
  ('ada', '1', 'not_recipient', 'not_recipient', '1', 'status_invalid', '1'),
  ('ben', '1', '1', '1', 'not_requester', 'status_invalid', '1'),
  ('carl', '0', '0', '0', '0', '0', '0'),
  ('signed out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out'),
  ('not joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '1', '1', '1', '1', 'status_invalid', '1'),
  ('owner', '1', '1', '1', '1', 'status_invalid', '1')
) as matrix (speaker, sees, accepts, rejects, cancels, reopens, deletes)
cross join lateral (values
  ('sees', $$select from amity.connections where requester_id = person('ada')$$, sees),
  ('accepts', $$update amity.connections set status = 'accepted' where requester_id = person('ada')$$, accepts),
  ('rejects', $$update amity.connections set status = 'rejected' where requester_id = person('ada')$$, rejects),
  ('cancels', $$update amity.connections set status = 'cancelled' where requester_id = person('ada')$$, cancels),
  ('reopens', $$update amity.connections set status = 'pending' where requester_id = person('ada')$$, reopens),
  ('deletes', $$delete from amity.connections where requester_id = person('ada')$$, deletes)
) as acts (act, statement, outcome);

-- carl's connection with dora
select is(outcome(speaker, statement), outcome, format('a connection: %s %s', speaker, act))
from (values
  ('carl', '1', 'not_pending', 'not_pending', 'not_pending', 'not_pending', '1'),
  ('dora', '1', 'not_pending', 'not_pending', 'not_pending', 'not_pending', '1'),
  ('ada', '0', '0', '0', '0', '0', '0'),
  ('signed out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out'),
  ('not joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '1', 'not_pending', 'not_pending', 'not_pending', 'not_pending', '1'),
  ('owner', '1', 'not_pending', 'not_pending', 'not_pending', 'not_pending', '1')
) as matrix (speaker, sees, accepts, rejects, cancels, reopens, deletes)
cross join lateral (values
  ('sees', $$select from amity.connections where requester_id = person('carl')$$, sees),
  ('accepts', $$update amity.connections set status = 'accepted' where requester_id = person('carl')$$, accepts),
  ('rejects', $$update amity.connections set status = 'rejected' where requester_id = person('carl')$$, rejects),
  ('cancels', $$update amity.connections set status = 'cancelled' where requester_id = person('carl')$$, cancels),
  ('reopens', $$update amity.connections set status = 'pending' where requester_id = person('carl')$$, reopens),
  ('deletes', $$delete from amity.connections where requester_id = person('carl')$$, deletes)
) as acts (act, statement, outcome);

-- new rows, and none left
select is(outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', 'not_yours', 'column_is_fixed', '42501'),
  ('carl', 'not_yours', '1', 'column_is_fixed', '42501'),
  ('dora', 'not_yours', 'not_yours', 'column_is_fixed', '42501'),
  ('signed out', 'signed_out', 'signed_out', 'signed_out', '42501'),
  ('not joined', 'not_joined', 'not_joined', 'not_joined', '42501'),
  ('anon', '42501', '42501', '42501', '42501'),
  ('service', '1', '1', '1', '42501'),
  ('owner', '1', '1', '1', 'truncate_unsupported')
) as matrix (speaker, asks_as_ada, asks_as_carl, connects, truncates)
cross join lateral (values
  ('asks in the name of ada',
    $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('zoe'))$$, asks_as_ada),
  ('asks in the name of carl',
    $$insert into amity.connections (requester_id, recipient_id) values (person('carl'), person('zoe'))$$,
    asks_as_carl),
  ('connects without asking',
    $$insert into amity.connections (requester_id, recipient_id, status)
      values (person('ada'), person('zoe'), 'accepted')$$,
    connects),
  ('truncates', 'truncate amity.connections', truncates)
) as acts (act, statement, outcome);

select * from finish();
rollback;
