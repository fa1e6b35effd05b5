-- Prefer: resolution=ignore-duplicates, as PostgREST hands it on: a row that stands is passed over, and nothing else is.
begin;
select plan(29);

select person(name) from unnest('{ada,ben,carl,dora,eve}'::text[]) as name;
select speak_as('eve');
select amity.block(person('ada'));
select connect('carl', 'ada');
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.follow(person('ben'));
select amity.block(person('dora'));
select amity.step_back_from(person('carl'));
select amity.dismiss_suggestion(person('ben'));
insert into amity.label_types (name) values ('mentor');
insert into amity.labels (person_id) values (person('ben'));
insert into amity.circles (name) values ('climbers');
insert into amity.circle_members (circle_id, person_id) select id, person('carl') from amity.circles;

-- every table that clients insert into and that has a row only once
create temporary table inserts (relation text, columns text, given text, slug text);
insert into inserts values
  ('connections', 'recipient_id', $$person('ben')$$, 'pending_request'),
  ('connections', 'recipient_id', $$person('carl')$$, 'already_connected'),
  ('connection_requests', 'recipient_id', $$person('ben')$$, 'pending_request'),
  ('friendships', 'addressee_id', $$person('carl')$$, 'already_connected'),
  ('follows', 'followed_id', $$person('ben')$$, 'already_following'),
  ('blocks', 'blocked_id', $$person('dora')$$, 'already_blocked'),
  ('step_backs', 'person_id', $$person('carl')$$, 'already_stepped_back'),
  ('dismissed_suggestions', 'person_id', $$person('ben')$$, 'already_dismissed'),
  ('label_types', 'name', $$'mentor'$$, 'label_type_exists'),
  ('labels', 'person_id', $$person('ben')$$, 'already_labelled'),
  ('circle_members', 'circle_id, person_id', $$(select id from amity.circles), person('carl')$$, 'already_invited');
create function pg_temp.statement(inserts) returns text language sql
return format('insert into amity.%s (%s) values (%s)', $1.relation, $1.columns, $1.given);
grant select on inserts to public;
select is_empty($$
  select oid::regclass from pg_class
  where relnamespace = 'amity'::regnamespace and relkind = 'r' and has_any_column_privilege('authenticated', oid, 'insert')
    and relname not in (select relation from inserts) and relname <> 'circles'  -- of which there may be two alike
$$, 'no table is forgotten');

select set_config('request.headers', '{"prefer": "return=representation,resolution=merge-duplicates"}', true);
select refused(pg_temp.statement(inserts), slug, slug || ' is refused: ' || relation) from inserts;

select set_config('request.headers', '{"host": "a.example", "prefer": "return=representation, resolution=ignore-duplicates"}', true);
select is_empty(pg_temp.statement(inserts) || ' returning 1', slug || ' is passed over: ' || relation) from inserts;
select results_eq(
  $$insert into amity.follows (followed_id) values (person('ben')), (person('carl')), (person('carl'))
    on conflict (id) do nothing returning followed_id$$,
  $$values (person('carl'))$$, 'of several rows, those that do not stand are there afterwards'
);
select results_eq('select count(*)::int from amity.follows_history', 'values (2)', 'each once in the history');
select refused('insert into amity.follows (followed_id) values (amity.me())', 'self_follow', 'other refusals stay');
select is(outcome('ada', format(insertion, person(name))), slug, format('%s: %s', name, insertion))
from (values ('eve', 'person_not_found'), ('dora', 'blocked')) as cases (name, slug)
cross join unnest(array['insert into amity.follows (followed_id) values (%L)']) as insertion;
select results_eq(
  'select person_id = person(''carl''), status::text from amity.circle_members where person_id <> amity.me()',
  $$values (true, 'invited')$$, 'what stood is as it was'
);

select * from finish();
rollback;
