-- A name says where it belongs: an error that shows one is understood without the catalog.
begin;
select plan(5);

create temporary view tables as
select oid, relname from pg_class
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p');

select is_empty($$
  select tables.relname, indexes.relname
  from pg_index join tables on tables.oid = indrelid
  join pg_class as indexes on indexes.oid = indexrelid
  where not starts_with(indexes.relname, tables.relname || '_')
$$, 'an index is named for its table');

select is_empty($$
  select relname, conname from pg_constraint join tables on tables.oid = conrelid
  where contype <> 't' and not starts_with(conname, relname || '_')
    -- since Postgres 18 a not null has a name as well, which no file of ours gives
    and contype <> 'n'
$$, 'a constraint is named for its table');

select is_empty($$
  select relname, polname from pg_policy join tables on tables.oid = polrelid
  where polname !~ ('^' || case polcmd
    when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
  end || '_(mine|service)')
$$, 'a policy is named for its command and for whose rows');

select is_empty($$
  select oid::regclass::text as name from pg_class
  where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
    and relname !~ '^[a-z0-9]+(_[a-z0-9]+)*$'
  union all
  select oid::regprocedure::text from pg_proc
  where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
    and proname !~ '^[a-z0-9]+(_{1,2}[a-z0-9]+)*$'
$$, 'no name needs quotes');

select is_empty($$
  select oid::regprocedure, parameter from (
    select oid, unnest(proargnames) as parameter from pg_proc where pronamespace = 'amity'::regnamespace
  ) as parameters
  where parameter ~ '^(v_|p_|_)'
$$, 'a parameter is named plainly');

select * from finish();
rollback;
