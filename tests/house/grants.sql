-- No role gets anything by default: not PUBLIC, not a signed-out caller, not the catalog's oversight.
begin;
select plan(12);

create temporary view ours as
select oid, nspname from pg_namespace where nspname in ('amity', 'amity_private');

create temporary view relations as
select pg_class.oid, relname, relkind, relacl, nspname, relowner
from pg_class join ours on ours.oid = relnamespace
where relkind in ('r', 'p', 'v', 'm', 'f', 'S');

create temporary view functions as
select pg_proc.oid, proacl, proowner, nspname from pg_proc join ours on ours.oid = pronamespace;

-- a null list is the default, which lets PUBLIC execute
select is_empty($$
  select functions.oid::regprocedure
  from functions cross join lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) as grants
  where grantee = 0
$$, 'PUBLIC can execute nothing');

select is_empty($$
  select relations.oid::regclass from relations cross join lateral aclexplode(relacl) as grants
  where grantee = 0
$$, 'PUBLIC has no privilege on a table, a view or a sequence');

select is_empty($$
  select attrelid::regclass, attname
  from pg_attribute
  join relations on relations.oid = attrelid
  cross join lateral aclexplode(attacl) as grants
  where grantee = 0
$$, 'nor on a column');

select is_empty($$
  select nspname from ours
  join pg_namespace using (oid, nspname)
  cross join lateral aclexplode(nspacl) as grants
  where grantee = 0
$$, 'nor on a schema');

select is_empty($$
  select nspname, privilege from ours cross join unnest(array['usage', 'create']) as privilege
  where has_schema_privilege('anon', oid, privilege)
$$, 'anon cannot look into either schema');

select is_empty($$
  select oid::regclass from relations
  where case when relkind = 'S' then has_sequence_privilege('anon', oid, 'usage, select, update')
    else has_table_privilege('anon', oid, 'select, insert, update, delete, truncate, references, trigger')
      or has_any_column_privilege('anon', oid, 'select, insert, update, references')
  end
$$, 'anon has no privilege on a table, a view, a column or a sequence');

select results_eq($$
  select oid::regprocedure::text from functions where has_function_privilege('anon', oid, 'execute')
$$, array['amity.me()'], 'anon can execute nothing but amity.me()');

select is_empty($$
  select nspname, role from ours cross join unnest(array['authenticated', 'service_role']) as role
  where has_schema_privilege(role, oid, 'create')
$$, 'no client makes anything in either schema');

select is_empty($$
  select oid::regclass, role
  from relations cross join unnest(array['authenticated', 'service_role']) as role
  where relkind <> 'S' and has_table_privilege(role, oid, 'truncate, references, trigger')
$$, 'no client truncates, refers to, or hangs a trigger on anything');

select is_empty($$
  select oid::regclass, role
  from relations cross join unnest(array['authenticated', 'service_role']) as role
  where nspname = 'amity_private' and relname !~ '_history$'
    and case when relkind = 'S' then has_sequence_privilege(role, oid, 'usage, select, update')
      else has_any_column_privilege(role, oid, 'select, insert, update') or has_table_privilege(role, oid, 'delete')
    end
$$, 'nothing inside is open to a client but what a history shows');

select is_empty($$
  select relations.oid::regclass, attname
  from relations
  join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
  where nspname = 'amity' and relkind in ('r', 'p')
    and (attname in ('id', 'status', 'action') or attname ~ '_at$')
    and attnotnull  -- null may be said everywhere, and a trigger keeps the rest: see nulls.sql
    and has_column_privilege('authenticated', relations.oid, attname, 'insert')
    -- pending alone, which it is without: tests/connections/forging.sql
    and (relname, attname) <> ('connections', 'status')
$$, 'a client cannot give an id, a status or a date');

select is_empty($$
  select relations.oid::regclass, attname
  from relations
  join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
  where nspname = 'amity' and relkind in ('r', 'p')
    and (attname ~ '^id$|_id$|_at$') and has_column_privilege('authenticated', relations.oid, attname, 'update')
    -- says that it was read, and a trigger gives the moment: tests/notifications/reading.sql
    and (relname, attname) <> ('notifications', 'read_at')
$$, 'a client cannot change the people or the dates of a row');

select * from finish();
rollback;
