-- Labels that are refused: the same words through the table and through the functions.
begin;
select * from no_plan();

select speak_as('emil');
select amity.block(tap.person('ada'));
create temporary table emils as select * from amity.create_label_type('emil''s');
grant select on emils to public;
select speak_as('ada');
select amity.block(tap.person('dora'));
create temporary table mine as select * from amity.create_label_type('mine');
select amity.label_person(tap.person('ben'), note => 'as it was'), amity.label_person(tap.person('ben'), id) from mine;

create temporary table cases (slug text, person uuid, type uuid, why text);
insert into cases values
  ('self_label', tap.person('ada'), null, 'myself'),
  ('already_labelled', tap.person('ben'), null, 'twice without a type'),
  ('already_labelled', tap.person('ben'), (select id from mine), 'twice of a type'),
  ('blocked', tap.person('dora'), null, 'a person I blocked'),
  ('person_not_found', tap.person('emil'), null, 'who blocked me'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', null, 'who was never there'),
  ('person_not_found', null, null, 'null'),
  ('label_type_missing', tap.person('carl'), (select id from emils), 'with a type of another person'),
  ('label_type_missing', tap.person('carl'), 'a0000000-0000-4000-8000-000000000000', 'with a type that was never there'),
  -- of two reasons the one is told that says nothing about anybody
  ('person_not_found', tap.person('emil'), (select id from emils), 'who blocked me, with their type'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', (select id from emils), 'who was never there, with a type of another person');
select refused(format('insert into amity.labels (person_id, type_id) values (%L, %L)', person, type), slug, 'table: ' || why) from cases;
select refused(format('select amity.label_person(%L, %L)', person, type), slug, 'function: ' || why) from cases;
select refused(format('insert into amity.labels (person_id, type_id) values (%L, %L) on conflict do nothing', person, type), slug, 'on conflict: ' || why) from cases;
select refused('insert into amity.labels (person_id) values (tap.person(''carl'')), (tap.person(''carl''))', 'already_labelled', 'twice in one statement');

select refused(format('insert into amity.labels (owner_id, person_id) values (%L, %L)', owner, person), slug, why)
from (values
  ('not_yours', tap.person('carl'), tap.person('ben'), 'in the name of another person'),
  ('not_yours', tap.person('carl'), tap.person('ada'), 'nor about myself'),
  ('not_yours', 'a0000000-0000-4000-8000-000000000000', tap.person('ben'), 'in the name of an unknown id'),
  ('person_not_found', null, tap.person('ben'), 'in no name')
) as cases (slug, owner, person, why);
select throws_ok(format('insert into amity.labels (person_id, %I) values (tap.person(''carl''), default)', col), '42501', null, col || ' is not mine to say')
from unnest(array['id', 'created_at']) as col;

-- texts
create temporary table texts (slug text, col text, value text);
insert into texts values
  ('text_too_long', 'label', repeat('é', 51)), ('text_too_long', 'note', repeat('é', 1001)), ('text_invalid', 'label', e'\x07'), ('text_invalid', 'note', e'\x1b[31m'),
  ('text_too_long', 'label_encrypted', repeat('x', 1001)), ('text_too_long', 'note_encrypted', repeat('x', 8001));
select refused(format(statement, col, value), slug, slug || ' ' || col || ': ' || statement)
from texts cross join unnest(array[
  'insert into amity.labels (person_id, %I) values (tap.person(''carl''), %L)', 'update amity.labels set %I = %L',
  'select amity.label_person(tap.person(''carl''), %I => %L)', 'select amity.relabel_person(tap.person(''ben''), %I => %L)'
]) as statement;
select lives_ok(format('update amity.labels set %I = %L', col, left(value, -1)), col || ' to the edge') from texts where slug = 'text_too_long';

select results_eq('select person_id from amity.labels', 'select tap.person(''ben'') from generate_series(1, 2)', 'none of this made a label');

-- a service is held to the same
select speak_as_service();
select refused(format('insert into amity.labels (owner_id, person_id, type_id) values (%L, %L, %L)', owner, person, type), slug, 'a service: ' || why)
from (values
  ('self_label', tap.person('ada'), tap.person('ada'), null, 'oneself'),
  ('already_labelled', tap.person('ada'), tap.person('ben'), null, 'twice'),
  ('blocked', tap.person('ada'), tap.person('dora'), null, 'across a block'),
  ('person_not_found', tap.person('dora'), tap.person('ada'), null, 'across a block the other way'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', tap.person('ben'), null, 'for an unknown id'),
  ('label_type_missing', tap.person('ada'), tap.person('carl'), (select id from emils), 'with a type that is not the owner''s')
) as cases (slug, owner, person, type, why);
with inserted as (
  insert into amity.labels (owner_id, person_id, type_id) select tap.person('emil'), tap.person('carl'), id from emils returning *
)
select is(owner_id, tap.person('emil'), 'and labels for a person') from inserted;

select * from finish();
rollback;
