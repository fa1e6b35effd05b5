-- A function runs with the rights of its caller, or says why not, hidden and with its names pinned.
begin;
select plan(7);

create temporary view functions as
select pg_proc.*, nspname, lanname
from pg_proc
join pg_namespace on pg_namespace.oid = pronamespace
join pg_language on pg_language.oid = prolang
where nspname in ('amity', 'amity_private');

select is_empty(
  $$select oid::regprocedure from functions where prosecdef and nspname <> 'amity_private'$$,
  'a function with its owner''s rights is not exposed'
);

select is_empty($$
  select oid::regprocedure, proconfig from functions
  where prosecdef and not coalesce(proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
$$, 'and looks nowhere but in pg_catalog');

-- A standard body is bound when it is made: it needs no search_path, and is inlined without one.
select is_empty($$
  select oid::regprocedure from functions
  where prosqlbody is null and not coalesce(proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
$$, 'a body that is text pins its search_path');

-- Postgres inlines one expression without a sub-select, or one query in FROM that is not volatile.
select is_empty($$
  select oid::regprocedure from functions
  where lanname = 'sql' and not coalesce(proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
    and case when proretset then provolatile = 'v' else pg_get_function_sqlbody(oid) ~ 'SELECT|BEGIN ATOMIC' end
$$, 'and so does what is not inlined: an advisor of Supabase asks for it, and a pin costs it nothing');

select is_empty(
  $$select oid::regprocedure, lanname from functions where lanname not in ('sql', 'plpgsql')$$,
  'functions are written in sql or plpgsql'
);

select is_empty(
  $$select oid::regprocedure from functions where lanname = 'sql' and prosqlbody is null$$,
  'and those in sql have a standard body'
);

select is_empty($$
  select oid::regprocedure from functions
  where (proname ~ '^tg_') <> (prorettype = 'trigger'::regtype)
$$, 'a trigger function is named tg_…, and nothing else is');

select * from finish();
rollback;
