-- Dismissing a suggestion and having it back: by insert and delete, and by functions.
begin;
select * from no_plan();

select speak_as('gina');
select amity.block(tap.person('ada'));
select speak_as('ada');
select amity.block(tap.person('finn'));

with inserted as (insert into amity.dismissed_suggestions (person_id) values (tap.person('ben')) returning *)
select is(
  (owner_id, person_id, dismissed_at between now() and clock_timestamp())::text, (amity.me(), tap.person('ben'), true)::text,
  'the insert returns the dismissal'
) from inserted;
with inserted as (insert into amity.dismissed_suggestions (owner_id, person_id) values (amity.me(), tap.person('carl')) returning *)
select is(person_id, tap.person('carl'), 'my name may be said') from inserted;
select is((dismissal.owner_id, dismissal.person_id)::text, (amity.me(), tap.person('dora'))::text, 'the function returns it as well')
from amity.dismiss_suggestion(tap.person('dora')) as dismissal;

create temporary table cases (slug text, person uuid, why text);
insert into cases values
  ('already_dismissed', tap.person('ben'), 'twice'), ('self_dismissal', tap.person('ada'), 'myself'),
  ('person_not_found', null, 'null'), ('person_not_found', 'a0000000-0000-4000-8000-000000000000', 'who was never there'),
  ('person_not_found', tap.person('gina'), 'who blocked me'), ('blocked', tap.person('finn'), 'a person I blocked');
select refused(format('insert into amity.dismissed_suggestions (person_id) values (%L)', person), slug, 'table: ' || why) from cases;
select refused(format('select amity.dismiss_suggestion(%L)', person), slug, 'function: ' || why) from cases;
select refused(format('insert into amity.dismissed_suggestions (owner_id, person_id) values (%L, %L)', owner, tap.person('emil')), slug, why)
from (values ('not_yours', tap.person('ben'), 'in the name of another person'), ('person_not_found', null, 'in no name')) as cases (slug, owner, why);
select throws_ok('insert into amity.dismissed_suggestions (person_id, dismissed_at) values (tap.person(''emil''), default)', '42501', null, 'the date is not mine to say');
select is(count(*), 3::bigint, 'none of this dismissed anybody') from amity.dismissed_suggestions;

with deleted as (delete from amity.dismissed_suggestions where person_id = tap.person('ben') returning *)
select is(person_id, tap.person('ben'), 'the delete returns it as it was') from deleted;
select is(restored.person_id, tap.person('carl'), 'so does the function') from amity.restore_suggestion(tap.person('carl')) as restored;
select refused(format('select amity.restore_suggestion(%L)', person), 'not_dismissed', 'nothing is left to restore')
from unnest(array[tap.person('carl'), 'a0000000-0000-4000-8000-000000000000', tap.person('gina'), null]) as person;
select is(array_agg(person_id), array[tap.person('dora')], 'the other one stays') from amity.dismissed_suggestions;

-- it is no tie: a dismissed person can be asked
select lives_ok(format('select amity.request_connection(%L)', tap.person('dora')), 'a person I dismissed I may still ask');

select speak_as_service();
with inserted as (insert into amity.dismissed_suggestions (owner_id, person_id) values (tap.person('emil'), tap.person('ada')) returning *)
select is(owner_id, tap.person('emil'), 'a service dismisses for a person') from inserted;
select refused(
  format('insert into amity.dismissed_suggestions (owner_id, person_id) values (%L, %L)', tap.person('emil'), tap.person('emil')),
  'self_dismissal', 'by the same rules'
);

select speak_as_anon();
select throws_ok(statement, '42501', null, 'anon: ' || statement) from unnest(array[
  'select amity.dismiss_suggestion(amity.me())', 'select amity.restore_suggestion(amity.me())', 'select * from amity.connection_suggestions()'
]) as statement;
select speak_as(null::uuid);
select is_empty('select * from amity.connection_suggestions()', 'a caller without a sub has no suggestions');
select refused('select amity.restore_suggestion(null)', 'signed_out', 'and cannot restore one');

select * from finish();
rollback;
