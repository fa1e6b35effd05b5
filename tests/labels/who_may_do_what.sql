-- Each role, each command, whose row: the whole matrix. Outcomes are a number of rows, a slug, or an SQLSTATE.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.label_person(person('ben'), (amity.create_label_type('hers')).id, 'Benny', 'a secret');
select speak_as('ben');
select amity.create_label_type('his');
select be_quiet();
-- her type, for every role that asks for it here
create temporary table hers_only as select id from amity.label_types where name = 'hers';
create function pg_temp.hers() returns setof uuid language sql security definer begin atomic select id from hers_only; end;
create temporary table before as
select (select array_agg(labels::text) from amity.labels) as labels, (select array_agg(label_types::text) from amity.label_types) as types;

-- what ada wrote about ben: he is no better off than anybody
select is(outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', '1', '1', '1', '1', '1', '1', '42501'),
  ('ben', '0', '0', '0', '0', '0', 'not_labelled', 'not_labelled', '42501'),
  ('carl', '0', '0', '0', '0', '0', 'not_labelled', 'not_labelled', '42501'),
  ('signed out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out', '42501'),
  ('not joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined', '42501'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '1', '1', '1', '1', '1', '42501', '42501', '42501'),
  ('owner', '1', '1', '1', '1', '1', 'not_labelled', 'not_labelled', 'pair_is_fixed')
) as matrix (speaker, sees, updates, updates_blindly, deletes, deletes_blindly, relabels, unlabels, repoints)
cross join lateral (values
  ('sees the label', $$select from amity.labels where note = 'a secret'$$, sees),
  ('updates it', $$update amity.labels set note = 'x' where label = 'Benny' returning *$$, updates),
  -- without a condition and without RETURNING no policy for select protects a row
  ('updates blindly', $$update amity.labels set note = 'x'$$, updates_blindly),
  ('deletes it', $$delete from amity.labels where label = 'Benny' returning *$$, deletes),
  ('deletes blindly', 'delete from amity.labels', deletes_blindly),
  ('changes it', $$select amity.relabel_person(person('ben'), id) from pg_temp.hers() as id$$, relabels),
  ('takes it off', $$select amity.unlabel_person(person('ben'), id) from pg_temp.hers() as id$$, unlabels),
  ('re-points it', $$update amity.labels set owner_id = person('carl')$$, repoints)
) as acts (act, statement, outcome);

-- her type
select is(outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', '1', '1', '1', '1', '1', '1', '42501'),
  ('ben', '0', '0', '1', '0', '1', 'label_type_missing', 'label_type_missing', '42501'),
  ('carl', '0', '0', '0', '0', '0', 'label_type_missing', 'label_type_missing', '42501'),
  ('signed out', '0', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out', 'signed_out', '42501'),
  ('not joined', '0', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined', '42501'),
  ('anon', '42501', '42501', '42501', '42501', '42501', '42501', '42501', '42501'),
  ('service', '1', '1', '2', '1', '2', '42501', '42501', '42501'),
  ('owner', '1', '1', '2', '1', '2', 'label_type_missing', 'label_type_missing', 'pair_is_fixed')
) as matrix (speaker, sees, updates, updates_blindly, deletes, deletes_blindly, changes, ends, repoints)
cross join lateral (values
  ('sees the type', $$select from amity.label_types where name = 'hers'$$, sees),
  ('updates it', $$update amity.label_types set name = 'x' where name = 'hers' returning *$$, updates),
  ('updates types blindly', $$update amity.label_types set category = 'x'$$, updates_blindly),
  ('deletes it', $$delete from amity.label_types where name = 'hers' returning *$$, deletes),
  ('deletes types blindly', 'delete from amity.label_types', deletes_blindly),
  ('changes it by function', $$select amity.change_label_type(id, 'x') from pg_temp.hers() as id$$, changes),
  ('ends it by function', $$select amity.delete_label_type(id) from pg_temp.hers() as id$$, ends),
  ('re-points it', $$update amity.label_types set owner_id = person('carl')$$, repoints)
) as acts (act, statement, outcome);

-- new rows, and none left
select is(outcome(speaker, statement), outcome, format('%s %s', speaker, act))
from (values
  ('ada', '1', 'not_yours', '1', 'not_yours', '42501'),
  ('carl', 'not_yours', '1', 'not_yours', '1', '42501'),
  ('ben', 'not_yours', 'not_yours', 'not_yours', 'not_yours', '42501'),
  ('signed out', 'signed_out', 'signed_out', 'signed_out', 'signed_out', '42501'),
  ('not joined', 'not_joined', 'not_joined', 'not_joined', 'not_joined', '42501'),
  ('anon', '42501', '42501', '42501', '42501', '42501'),
  ('service', '1', '1', '1', '1', '42501'),
  ('owner', '1', '1', '1', '1', 'truncate_unsupported')
) as matrix (speaker, labels_as_ada, labels_as_carl, makes_as_ada, makes_as_carl, truncates)
cross join lateral (values
  ('labels in the name of ada', $$insert into amity.labels (owner_id, person_id) values (person('ada'), person('zoe'))$$, labels_as_ada),
  ('labels in the name of carl', $$insert into amity.labels (owner_id, person_id) values (person('carl'), person('zoe'))$$, labels_as_carl),
  ('makes a type in the name of ada', $$insert into amity.label_types (owner_id, name) values (person('ada'), 'new')$$, makes_as_ada),
  ('makes a type in the name of carl', $$insert into amity.label_types (owner_id, name) values (person('carl'), 'new')$$, makes_as_carl),
  ('truncates', 'truncate amity.labels', truncates)
) as acts (act, statement, outcome);

-- the functions, for roles that may not call them
select is(outcome(speaker, statement), outcome, format('%s: %s', speaker, statement))
from (values ('signed out', 'signed_out'), ('not joined', 'not_joined'), ('anon', '42501'), ('service', '42501')) as matrix (speaker, outcome)
cross join unnest(array[
  'select amity.label_person(person(''ben''))', 'select amity.create_label_type(''x'')',
  'select amity.relabel_person(person(''ben''))', 'select amity.unlabel_person(person(''ben''))'
]) as statement;

select results_eq(
  'select (select array_agg(labels::text) from amity.labels), (select array_agg(label_types::text) from amity.label_types)',
  'select * from before', 'and all is as it was'
);

select * from finish();
rollback;
