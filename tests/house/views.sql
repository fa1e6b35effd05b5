-- A view shows what its reader may see, and no more.
begin;
select plan(3);

create temporary view views as
select pg_class.oid, reloptions, nspname from pg_class
join pg_namespace on pg_namespace.oid = relnamespace
where relkind in ('v', 'm') and nspname in ('amity', 'amity_private');

select isnt_empty($$select from views where nspname = 'amity'$$, 'there are views to look at');
select is_empty($$
  select oid::regclass from views
  where not coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}'
$$, 'a view runs as the role that reads it, whatever roles were granted it');
select is_empty($$
  select oid::regclass, role from views
  cross join unnest(array['anon', 'authenticated', 'service_role']) as role
  where nspname = 'amity_private' and has_any_column_privilege(role, oid, 'select')
$$, 'a private view is readable by no client');

select * from finish();
rollback;
