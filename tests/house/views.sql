-- A view shows what its reader may see, and no more.
begin;
select plan(6);

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

-- Without such a trigger Postgres refuses with an error of its own, or writes to the table behind the view.
select is_empty($$
  select views.oid::regclass, command
  from views cross join (values ('insert', 4), ('delete', 8), ('update', 16)) as commands (command, bit)
  where nspname = 'amity' and not exists (
    select from pg_trigger where tgrelid = views.oid and tgtype & (64 | bit) = 64 | bit
  )
$$, 'every write to a view meets an INSTEAD OF trigger, and so refuses by a slug or does what it says');
select is_empty($$
  select views.oid::regclass, role, command
  from views
  cross join unnest('{authenticated,service_role}'::name[]) as role
  cross join unnest('{insert,update,delete}'::text[]) as command
  where nspname = 'amity' and has_table_privilege(role, views.oid, 'select') and not case
    when command = 'delete' then has_table_privilege(role, views.oid, command)
    else has_any_column_privilege(role, views.oid, command)
  end
$$, 'whoever reads a view hears why it cannot be written to');
select is_empty($$
  select row.tgrelid::regclass from pg_trigger as row
  join views on views.oid = row.tgrelid and nspname = 'amity'
  where row.tgfoid = 'amity_private.tg_views__refuse_writes()'::regprocedure and row.tgtype & 64 = 64
    and not exists (
      select from pg_trigger as statement
      where (statement.tgrelid, statement.tgfoid, statement.tgtype) = (row.tgrelid, row.tgfoid, row.tgtype & ~65 | 2)
    )
$$, 'also where no row is found');

select * from finish();
rollback;
