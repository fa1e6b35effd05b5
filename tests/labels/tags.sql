-- Tags: at most ten different ones of 1 to 50 characters each, however they are written.
begin;
select * from no_plan();

select isnt(tap.person('ben'), tap.person('carl'), 'two people');
select speak_as('ada');
select amity.label_person(tap.person('ben'), tags => '{kept}');

create temporary table cases (slug text, tags text[], why text);
insert into cases values
  ('too_many_tags', (select array_agg(n::text) from generate_series(1, 11) as n), 'eleven'),
  ('text_too_long', array[repeat('é', 51)], 'one of 51 characters'),
  ('tag_blank', '{""}', 'an empty one'), ('tag_blank', array['a', e' \t\n'], 'a blank one'), ('tag_blank', '{a,null}', 'a null'),
  ('tag_twice', '{a,b,a}', 'one twice'), ('text_invalid', array[e'ding \x07'], 'a bell'),
  ('tags_nested', '{{a,b},{c,d}}', 'lists of lists');
select refused(format(statement, tags), slug, why || ': ' || statement)
from cases cross join unnest(array[
  'insert into amity.labels (person_id, tags) values (tap.person(''carl''), %L)', 'update amity.labels set tags = %L',
  'select amity.label_person(tap.person(''carl''), tags => %L)', 'select amity.relabel_person(tap.person(''ben''), tags => %L)'
]) as statement;
select results_eq('select tags from amity.labels', $$values ('{kept}'::text[])$$, 'none of it was kept');

select results_eq(format('update amity.labels set tags = %L returning tags', tags), format('values (%L::text[])', tags), why || ' as it came')
from (values
  ((select array_agg(n::text) from generate_series(1, 10) as n), 'ten, kept in their order,'), (array[repeat('é', 50)], 'fifty characters'),
  ('{vip,VIP}', 'upper and lower case'), (array[' a ', 'a'], 'a space'), ('{"a,b","{c}","\"d\\"}', 'commas, braces, quotes'), ('{}', 'none')
) as cases (tags, why);

-- é is one character, or e and an accent: the same tag
select refused(format('select amity.relabel_person(tap.person(''ben''), tags => %L)', array['café', e'cafe\u0301']), 'tag_twice', 'one in two spellings');
select is((amity.relabel_person(tap.person('ben'), tags => array['a', e'cafe\u0301', 'b'])).tags, array['a', 'café', 'b'], 'a tag is kept composed');

-- looking for them
select amity.relabel_person(tap.person('ben'), tags => '{vip,lunch}'), amity.label_person(tap.person('carl'), tags => '{vip}');
select speak_as('ben');
select amity.label_person(tap.person('ada'), tags => '{vip}');
select speak_as('ada');
select bag_eq($$select person_id from amity.labels where tags @> '{vip}'$$, 'select tap.person(name) from unnest(''{ben,carl}''::text[]) as name', 'mine with a tag');
select results_eq($$select person_id from amity.labels where tags @> '{vip,lunch}'$$, 'select tap.person(''ben'')', 'mine with two');
select is_empty($$select person_id from amity.labels where tags @> '{VIP}'$$, 'another tag is another');

select * from finish();
rollback;
