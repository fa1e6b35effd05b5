-- superuser
-- Each role, each command, whose row: the whole matrix. Outcomes are a number of rows, a slug, or an SQLSTATE.
begin;
select * from no_plan();

-- ada stepped back from ben, her connection, and from carl, but that is over
select person(name) from unnest('{ada,ben,carl,zoe}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.follow(person('carl'));
select amity.step_back_from(person('carl'), now() + interval '1 day');
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('ada');
select amity.step_back_from(person('ben'));
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 days', until = now() - interval '1 day' where until is not null;
set local session_replication_role = origin;

select is(outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', '1', '1', '1', '1', '1', '0', '0', 'already_stepped_back', '1', 'not_yours', '42501', '42501', '42501', '2'),
  ('ben', '0', '0', '0', '0', '0', '0', '0', '0', 'not_yours', 'not_yours', '1', '42501', '42501', '42501', '0'),
  ('carl', '0', '0', '0', '0', '0', '0', '0', '0', 'not_yours', 'not_yours', 'not_yours', '42501', '42501', '42501', '0'),
  ('zoe', '0', '0', '0', '0', '0', '0', '0', '0', 'not_yours', 'not_yours', 'not_yours', '42501', '42501', '42501', '0'),
  ('signed out', 'signed_out', 'signed_out', '0', 'signed_out', 'signed_out', 'signed_out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out',
    '42501', '42501', '42501', '0'),
  ('not joined', 'not_joined', 'not_joined', '0', 'not_joined', 'not_joined', 'not_joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined',
    '42501', '42501', '42501', '0'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '2', '2', '1', '1', '1', '1', '1', '1', 'already_stepped_back', '1', '1', '1', '42501', '42501', '2'),
  ('owner', '2', '2', '1', '1', '1', '1', '1', '1', 'already_stepped_back', '1', '1', '1', 'pair_is_fixed', 'truncate_unsupported', '2')
) as matrix (speaker, notes_all, deletes_all, sees, ends, notes, deletes, sees_lapsed, deletes_lapsed, again, anew, as_ben, dates, points, truncates, history)
cross join lateral (values
  ('writes a note on whatever there is', $$update amity.step_backs set reason = 'why'$$, notes_all),
  ('deletes whatever there is', 'delete from amity.step_backs', deletes_all),
  ('sees it', $$select from amity.step_backs where person_id = person('ben')$$, sees),
  ('says until when', $$update amity.step_backs set until = now() + interval '1 h' where person_id = person('ben')$$, ends),
  ('writes a note', $$update amity.step_backs set reason = 'why' where person_id = person('ben')$$, notes),
  ('deletes it', $$delete from amity.step_backs where person_id = person('ben')$$, deletes),
  ('sees what is over', $$select from amity.step_backs where person_id = person('carl')$$, sees_lapsed),
  ('deletes what is over', $$delete from amity.step_backs where person_id = person('carl')$$, deletes_lapsed),
  ('steps back for ada again', $$insert into amity.step_backs (owner_id, person_id) values (person('ada'), person('ben'))$$, again),
  ('steps back for ada where it is over',
    $$insert into amity.step_backs (owner_id, person_id) values (person('ada'), person('carl'))$$, anew),
  ('steps back for ben', $$insert into amity.step_backs (owner_id, person_id) values (person('ben'), person('ada'))$$, as_ben),
  ('says since when',
    $$insert into amity.step_backs (owner_id, person_id, since) values (person('ben'), person('ada'), '2020-01-01')$$, dates),
  ('points it elsewhere', $$update amity.step_backs set person_id = person('zoe')$$, points),
  ('truncates', 'truncate amity.step_backs', truncates),
  ('reads the history', 'select from amity.step_backs_history', history)
) as acts (act, statement, outcome);

select * from finish();
rollback;
