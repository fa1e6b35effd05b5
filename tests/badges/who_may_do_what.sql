-- superuser
-- Each role, each command: badges are the service's to choose, and kept badges are written by no role.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as_service();
update amity.badges set kept = true where threshold = 1;
insert into amity.connections (requester_id, recipient_id, status) values (person('ada'), person('ben'), 'accepted');

select is(outcome(speaker, statement), outcome, speaker || ': ' || statement)
from (values
  ('ada', '42501', '42501', '42501', '42501', '1', '42501', '42501', '42501', '5'),
  ('carl', '42501', '42501', '42501', '42501', '0', '42501', '42501', '42501', '5'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '5', '1', '5', '5', '2', '42501', '42501', '42501', '42501')
) as matrix (speaker, sees, makes, changes, ends, keeps, awards, redates, takes, lists)
cross join lateral (values
  ('select from amity.badges', sees),
  ($$insert into amity.badges values ('hermit', 'Hermit', 2)$$, makes),
  ('update amity.badges set threshold = threshold + 1', changes),
  ('delete from amity.badges', ends),
  ('select from amity.kept_badges', keeps),
  ($$insert into amity.kept_badges (person_id, badge, awarded_at) values (amity.me(), 'networker', now())$$, awards),
  ('update amity.kept_badges set awarded_at = now()', redates),
  ('delete from amity.kept_badges', takes),
  ('select from amity.list_badges()', lists)
) as acts (statement, outcome);

select be_quiet();
select throws_ok($$insert into amity.badges values ($$ || badge || ')', '23514', null, 'not a badge: ' || badge)
from unnest(array[$$'Bad Name', 'x', 1$$, $$'none', 'x', 0$$]) as badge;
select refused($$insert into amity.badges values ('long', repeat('x', 51), 1)$$, 'text_too_long', 'nor one with a long name');

-- the end of an account, and what verify() finds
delete from amity.people where id = md5('person:ada')::uuid;
select results_eq('select person_id from amity.kept_badges', 'select person(''ben'')', 'kept badges end with the account');
select is_empty('select * from amity.verify() where kind = ''badges''', 'all is well');
set local session_replication_role = replica;
update amity.kept_badges set person_id = gen_random_uuid();
set local session_replication_role = origin;
select results_eq('select invariant from amity.verify() where kind = ''badges''', $$values ('badges_are_of_people')$$, 'a badge of an unknown id is found by verify');

select * from finish();
rollback;
