-- Types of label: made up, changed and ended, by insert, update and delete, and by functions.
begin;
select * from no_plan();

select isnt(tap.person('ben'), tap.person('ada'), 'two people');
select speak_as('ada');
with inserted as (
  insert into amity.label_types (name, category, icon, colour, description)
  values ('mentor', 'work', '🎓', '#aabbcc', 'who taught me') returning *
)
select is(
  (owner_id, name, category, icon, colour, description)::text,
  (tap.person('ada'), 'mentor', 'work', '🎓', '#aabbcc', 'who taught me')::text, 'the insert returns the type'
) from inserted;
with inserted as (insert into amity.label_types (owner_id, name) values (amity.me(), 'family') returning *)
select is((name, category, icon, colour, description)::text, ('family', null, null, null, null)::text, 'a name is enough, and mine may be said')
from inserted;
select is((made.owner_id, made.name, made.category, made.icon, made.colour, made.description)::text,
  (tap.person('ada'), 'climbing', 'sport', 'rope', 'red', 'on Fridays')::text, 'the function returns it as well')
from amity.create_label_type('climbing', 'sport', 'rope', 'red', 'on Fridays') as made;
select results_eq(
  'select name from amity.label_types order by name', array['climbing', 'family', 'mentor'], 'they are all there'
);

-- names
select is((amity.create_label_type('café')).name, 'café', 'a name with an accent');
select is((amity.change_label_type(id, e'the\u0301')).name, 'thé', 'which is kept composed') from amity.create_label_type('tea');
create temporary table cases (slug text, name text, why text);
insert into cases values
  ('label_type_exists', 'mentor', 'a name twice'), ('label_type_exists', e'caf\u0065\u0301', 'a name in another spelling'), ('label_type_unnamed', '', 'no name'), ('label_type_unnamed', e' \t\n', 'a blank name'),
  ('label_type_unnamed', null, 'null'), ('text_too_long', repeat('é', 51), 'a name of 51 characters'), ('text_invalid', e'ding \x07', 'a bell');
grant select on cases to public;
select refused(format('insert into amity.label_types (name) values (%L)', name), slug, 'insert: ' || why) from cases;
select refused(format('select amity.create_label_type(%L)', name), slug, 'create: ' || why) from cases;
select refused(format('update amity.label_types set name = %L where name = ''family''', name), slug, 'update: ' || why) from cases;
select refused(format('select amity.change_label_type(%L, %L)', id, cases.name), slug, 'change: ' || why)
from cases, amity.label_types where label_types.name = 'family';
select lives_ok(format('insert into amity.label_types (name) values (%L)', repeat('é', 50)), 'fifty characters are fine');
select lives_ok('insert into amity.label_types (name) values (''Mentor'')', 'another name is another type');
select refused('insert into amity.label_types (name) values (''x''), (''x'')', 'label_type_exists', 'twice in one statement');

-- the rest
create temporary table texts (col text, longest integer);
insert into texts values ('category', 50), ('icon', 50), ('colour', 50), ('description', 200);
select refused(format('insert into amity.label_types (name, %I) values (''x'', %L)', col, repeat('é', longest + 1)), 'text_too_long', col || ' is too long') from texts;
select refused(format('insert into amity.label_types (name, %I) values (''x'', e''\x1b'')', col), 'text_invalid', col || ' cannot be shown') from texts;
select lives_ok(format('insert into amity.label_types (name, %I) values (%L, %L)', col, 'with ' || col, repeat('é', longest)), col || ' to the edge') from texts;
select throws_ok(format('insert into amity.label_types (name, %I) values (''x'', default)', col), '42501', null, col || ' is not mine to say')
from unnest(array['id', 'created_at']) as col;
select throws_ok(format('update amity.label_types set %I = default', col), '42501', null, col || ' is not mine to change')
from unnest(array['id', 'owner_id', 'created_at']) as col;
select refused(format('insert into amity.label_types (owner_id, name) values (%L, ''x'')', owner), slug, why)
from (values ('not_yours', tap.person('ben'), 'in the name of another person'), ('person_not_found', null, 'in no name')) as cases (slug, owner, why);

-- changing
select is((changed.id, changed.name, changed.category, changed.icon, changed.colour, changed.description)::text,
  (climbing.id, 'rock', 'sport', null, null, 'outside')::text, 'a change says all of it anew')
from amity.label_types as climbing, amity.change_label_type(climbing.id, 'rock', 'sport', null, null, 'outside') as changed
where climbing.name = 'climbing';
select lives_ok('update amity.label_types set name = name, colour = ''blue'' where name = ''rock''', 'its own name is no double');
select is(colour, 'blue', 'the update holds') from amity.label_types where name = 'rock';

-- ending
create temporary table ended as select * from amity.label_types where name = 'rock';
select is(gone.name, 'rock', 'the function returns the type as it was') from ended, amity.delete_label_type(ended.id) as gone;
with gone as (delete from amity.label_types where name = 'family' returning *)
select is(name, 'family', 'so does the delete') from gone;
select refused(format('select amity.delete_label_type(%L)', id), 'label_type_missing', 'what is gone is missing') from ended;
select refused(format('select amity.change_label_type(%L, ''x'')', id), 'label_type_missing', 'and is not changed') from ended;
select refused('select amity.delete_label_type(null)', 'label_type_missing', 'null is none of mine');
select is(count(*), 0::bigint, 'both are gone') from amity.label_types where name in ('rock', 'family');

-- everybody has their own
select speak_as('ben');
select lives_ok('select amity.create_label_type(''mentor'')', 'a name that another person uses');
select speak_as_service();
select lives_ok(format('insert into amity.label_types (owner_id, name) values (%L, ''x'')', tap.person('ben')), 'a service makes one for a person');
select refused(format('insert into amity.label_types (owner_id, name) values (%L, %L)', owner, name), slug, 'a service: ' || why)
from (values
  ('label_type_exists', tap.person('ben'), 'x', 'no double'), ('label_type_unnamed', tap.person('ben'), '', 'no blank'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', 'x', 'for an unknown id'), ('no_actor', null, 'x', 'for null')
) as cases (slug, owner, name, why);

select be_quiet();
select refused(format('update amity.label_types set %I = amity.uuid_v7()', col), 'pair_is_fixed', 'not even the owner of the table re-points ' || col)
from unnest(array['id', 'owner_id']) as col;
select refused('truncate amity.label_types cascade', 'truncate_unsupported', 'nor empties it');

select * from finish();
rollback;
