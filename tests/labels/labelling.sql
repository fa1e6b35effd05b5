-- Labelling, changing and taking off: by insert, update and delete, and by functions that say the same.
begin;
select * from no_plan();

select isnt(tap.person('ben'), tap.person('carl'), 'two people');
select speak_as('ada');
create temporary table types as
select made.* from unnest('{mentor,climbing}'::text[]) as name, amity.create_label_type(name) as made;
create temporary view said as
select person_id, (select name from types where types.id = type_id) as type, label, note, tags, since_date::text,
  label_encrypted, note_encrypted, is_encrypted
from amity.labels;

-- a person I have nothing to do with
with inserted as (insert into amity.labels (person_id) values (tap.person('ben')) returning *)
select is(
  (owner_id, person_id, type_id, label, note, since_date, tags, label_encrypted, note_encrypted, is_encrypted)::text,
  (tap.person('ada'), tap.person('ben'), null, null, null, null, '{}'::text[], null, null, false)::text, 'nothing need be said'
) from inserted;
with inserted as (
  insert into amity.labels (owner_id, person_id, type_id, label, note, tags, since_date)
  select amity.me(), tap.person('ben'), id, 'Benny', 'met at lunch', '{vip,lunch}', '2020-02-29' from types where name = 'mentor' returning *
)
select is((label, note, tags, since_date)::text, ('Benny', 'met at lunch', '{vip,lunch}'::text[], '2020-02-29'::date)::text, 'or everything') from inserted;
select is((made.person_id, made.type_id, made.label, made.note, made.tags, made.since_date, made.label_encrypted, made.note_encrypted, made.is_encrypted)::text,
  (tap.person('ben'), types.id, 'rope', 'n', '{t}'::text[], '1999-12-31'::date, 'e1', 'e2', true)::text, 'the function says the same')
from types, amity.label_person(tap.person('ben'), types.id, 'rope', 'n', '{t}', '1999-12-31', 'e1', 'e2', true) as made where types.name = 'climbing';
select is((made.type_id, made.note, made.tags)::text, (null, 'tall', '{}'::text[])::text, 'or less')
from amity.label_person(tap.person('carl'), note => 'tall') as made;
with inserted as (insert into amity.labels (person_id, tags, is_encrypted) values (tap.person('dora'), null, null) returning *)
select is((tags, is_encrypted)::text, ('{}'::text[], false)::text, 'null is none') from inserted;
select is(count(*), 5::bigint, 'one for each type, and one without') from amity.labels;

-- changing
select results_eq(
  $$update amity.labels set note = 'short', tags = null, is_encrypted = null where person_id = tap.person('carl') returning note, tags, is_encrypted$$,
  $$values ('short', '{}'::text[], false)$$, 'an update holds'
);
select results_eq(
  $$select label, note, tags, since_date, label_encrypted, note_encrypted, is_encrypted from amity.relabel_person(tap.person('ben'))$$,
  $$values (null::text, null::text, '{}'::text[], null::date, null::text, null::text, false)$$, 'the one without a type is said anew'
);
select is((now.label, now.note, now.tags, now.since_date, now.label_encrypted, now.note_encrypted, now.is_encrypted)::text,
  ('B', 'n2', '{a,b}'::text[], '2001-01-01'::date, 'x', 'y', true)::text, 'so is the one of a type')
from types, amity.relabel_person(tap.person('ben'), types.id, 'B', 'n2', '{a,b}', '2001-01-01', 'x', 'y', true) as now where types.name = 'mentor';
select is(label, 'rope', 'and no other') from said where type = 'climbing';
select refused(format('select amity.relabel_person(%L, %L)', person, type), 'not_labelled', 'nothing to change: ' || why)
from (values
  (tap.person('carl'), (select id from types where name = 'mentor'), 'of that type'), (tap.person('emil'), null, 'on that person'),
  ('a0000000-0000-4000-8000-000000000000', null, 'on an unknown id'), (null, null, 'on null')
) as cases (person, type, why);
select refused(format('select amity.unlabel_person(%L, %L)', person, type), 'not_labelled', 'nothing to take off: ' || why)
from (values
  (tap.person('carl'), (select id from types where name = 'mentor'), 'of that type'), (tap.person('emil'), null, 'on that person'),
  ('a0000000-0000-4000-8000-000000000000', null, 'on an unknown id'), (null, null, 'on null')
) as cases (person, type, why);
select throws_ok(format('update amity.labels set %I = default', col), '42501', null, col || ' is not mine to change')
from unnest(array['id', 'owner_id', 'person_id', 'type_id', 'created_at']) as col;

select refused(format(statement, day), 'date_invalid', format(statement, day))
from unnest(array[
  'update amity.labels set since_date = %L', 'select amity.label_person(person(''hugo''), since_date => %L)',
  'select amity.relabel_person(person(''carl''), since_date => %L)'
]) as statement
cross join unnest('{-infinity,infinity,10000-01-01}'::text[]) as day;

-- taking off
select is(gone.label, 'B', 'the function returns it as it was') from types, amity.unlabel_person(tap.person('ben'), types.id) as gone where types.name = 'mentor';
select is(gone.note, 'short', 'also without a type') from amity.unlabel_person(tap.person('carl')) as gone;
with gone as (delete from amity.labels where person_id = tap.person('dora') returning *)
select is(person_id, tap.person('dora'), 'so does the delete') from gone;
select results_eq('select coalesce(type, ''none'') from said order by 1', array['climbing', 'none'], 'the others stay');
select lives_ok('select amity.label_person(tap.person(''carl''))', 'and may be put on again');

-- a type takes its labels along
select is(gone.name, 'climbing', 'a type ends') from types, amity.delete_label_type(types.id) as gone where types.name = 'climbing';
select is_empty('select * from amity.labels where type_id is not null', 'its labels with it');
select is(count(*), 2::bigint, 'and no others') from amity.labels;

select be_quiet();
select refused(format('update amity.labels set %I = amity.uuid_v7()', col), 'pair_is_fixed', 'not even the owner of the table re-points ' || col)
from unnest(array['id', 'owner_id', 'person_id', 'type_id']) as col;
select refused('truncate amity.labels', 'truncate_unsupported', 'nor empties it');

select * from finish();
rollback;
