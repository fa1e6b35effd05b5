-- An id can be written as people write it in psql: as a plain literal.
begin;
select plan(9);

select speak_as('ada');
select lives_ok(
  format('select amity.%s(''00000000-0000-4000-8000-000000000000'')', name), name
)
from unnest('{connection_status,mutual_connections,mutual_connections_count}'::text[]) as name;
select refused(
  format('select amity.%s(''00000000-0000-4000-8000-000000000000'')', name), slug, name
)
from (values
  ('request_connection', 'person_not_found'),
  ('accept_connection', 'request_not_found'),
  ('reject_connection', 'request_not_found'),
  ('cancel_connection_request', 'request_not_found'),
  ('remove_connection', 'not_connected')
) as cases (name, slug);

-- why it can go wrong: a literal is taken for a value of the type, where a type has the function's name
select be_quiet();
select is_empty(
  $$select proname from pg_proc join pg_type on typname = proname and typnamespace = pronamespace
    where pronamespace = 'amity'::regnamespace$$,
  'no function has the name of a type'
);

select * from finish();
rollback;
