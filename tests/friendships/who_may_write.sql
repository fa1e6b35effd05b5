-- Each role, each command: the view lets no role do more than the tables behind it. A number of rows, a slug, or an SQLSTATE.
begin;
select * from no_plan();

-- ada and ben are friends; carl asked ben
select person(name) from unnest('{ada,ben,carl,zoe}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('carl');
select amity.request_connection(person('ben'));
select be_quiet();

select is(outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', '1', '0', '1', '1', 'not_yours'),
  ('ben', '2', 'not_yours', '1', '1', '2', 'not_yours'),
  ('carl', '1', '0', 'not_recipient', '0', '1', '1'),
  ('zoe', '0', '0', '0', '0', '0', 'not_yours'),
  ('signed out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out'),
  ('not joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '2', '1', '1', 'person_not_found', '2', '1')
) as matrix (speaker, sees, steps_back_as_ada, accepts, steps_back, deletes, asks_as_carl)
cross join lateral (values
  ('sees', 'select from amity.friendships', sees),
  ('steps back as ada', $$update amity.friendships set stepped_back_by = person('ada') where requester_id = person('ada')$$,
    steps_back_as_ada),
  ('accepts', $$update amity.friendships set status = 'accepted' where requester_id = person('carl')$$, accepts),
  ('steps back', $$update amity.friendships set stepped_back_by = coalesce(amity.me(), person('zoe')) where status = 'accepted'$$,
    steps_back),
  ('deletes', 'delete from amity.friendships', deletes),
  ('asks as carl', $$insert into amity.friendships (requester_id, addressee_id) values (person('carl'), person('zoe'))$$,
    asks_as_carl)
) as acts (act, statement, outcome);

select * from finish();
rollback;
