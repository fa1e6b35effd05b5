-- Step-backs that are refused: from people without a tie, and with a wrong end.
begin;
select plan(28);

-- ada asked ben, was asked by carl, follows no person, is connected with dora; eve follows her; zoe blocked her, she blocked fay
select person(name) from unnest('{ada,ben,carl,dora,eve,fay,zoe}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('dora'));
select amity.block(person('fay'));
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('dora');
select amity.accept_connection(person('ada'));
select speak_as('eve');
select amity.follow(person('ada'));
select speak_as('zoe');
select amity.block(person('ada'));

select speak_as('ada');
select refused(format(way, other), slug, format('%s, %s: %s', who, slug, way))
from (values
  ('myself', person('ada'), 'self_step_back'),
  ('an unknown id', gen_random_uuid(), 'person_not_found'),
  ('a person I asked', person('ben'), 'no_tie'),
  ('who asked me', person('carl'), 'no_tie'),
  ('who follows me', person('eve'), 'no_tie'),
  ('a stranger', person('gus'), 'no_tie'),
  ('who blocked me', person('zoe'), 'person_not_found'),
  ('a person I blocked', person('fay'), 'blocked')
) as cases (who, other, slug)
cross join unnest(array[
  'insert into amity.step_backs (person_id) values (%L)',
  'select amity.step_back_from(%L)'
]) as way;
select refused('insert into amity.step_backs default values', 'person_not_found', 'from null');
select refused(
  $$insert into amity.step_backs (owner_id, person_id) values (person('dora'), person('ada'))$$, 'not_yours',
  'in the name of another person'
);

select refused(format('select amity.step_back_from(person(''dora''), %s)', until), 'until_passed', 'until ' || until)
from unnest(array['clock_timestamp()', 'now() - interval ''1 day''', '''-infinity''']) as until;
select refused($$select amity.step_back_from(person('dora'), '200000-01-01')$$, 'date_invalid', 'a year that no client reads');
select refused($$select amity.step_back_from(person('dora'), null, repeat('x', 501))$$, 'text_too_long', 'a long note');
select refused($$select amity.step_back_from(person('dora'), null, E'\x01')$$, 'text_invalid', 'an unprintable note');
select lives_ok($$select amity.step_back_from(person('dora'), null, repeat('x', 500))$$, 'a note of 500 characters');
select refused(way, 'already_stepped_back', 'twice: ' || way)
from unnest(array[
  $$insert into amity.step_backs (person_id) values (person('dora'))$$,
  $$insert into amity.step_backs (person_id) values (person('dora')) on conflict do nothing$$,
  $$select amity.step_back_from(person('dora'))$$
]) as way;

select * from finish();
rollback;
