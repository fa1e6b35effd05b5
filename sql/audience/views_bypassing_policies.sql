-- The views that show people rows of a guarded table, or of a table of ours, whatever its policies
-- say; `past` is the view that bypasses them, and is_stored says whether that is materialized. A
-- view reads with the rights of its owner, to whom a guard does not apply, unless it is
-- security_invoker; then it reads with those of the caller, also inside another view. A
-- materialized view shows all readers what its owner read. An explicit security_invoker = false is meant: a count for everybody, say.
create or replace function amity_private.views_bypassing_policies()
returns table (view regclass, shown regclass, past regclass, is_stored boolean)
language sql stable
begin atomic
  with recursive ours as (
    select oid from pg_catalog.pg_namespace where nspname in ('amity', 'amity_private')
  ), views as (
    select oid, relnamespace, relkind = 'm' as is_stored, (
      select bool_or(case option_name when 'security_invoker' then option_value::boolean end)
      from pg_catalog.pg_options_to_table(reloptions)
    ) as asks_as_reader  -- null if not set
    from pg_catalog.pg_class where relkind in ('v', 'm')
  ), reads as (
    select distinct ev_class as view, refobjid as relation
    from pg_catalog.pg_rewrite join pg_catalog.pg_depend on objid = pg_rewrite.oid
    where ev_type = '1' and classid = 'pg_catalog.pg_rewrite'::regclass
      and refclassid = 'pg_catalog.pg_class'::regclass
  ), seen (role, view, relation, past, is_stored) as (
    select pg_roles.oid, views.oid, views.oid, null::oid, false
    from views join pg_catalog.pg_roles on rolname in ('anon', 'authenticated')
    where has_schema_privilege(pg_roles.oid, relnamespace, 'usage')
      and has_any_column_privilege(pg_roles.oid, views.oid, 'select')
    union
    -- past: what reads it, if not as the reader; or the first that is materialized
    select seen.role, seen.view, reads.relation,
      case when seen.is_stored then past when asks_as_reader is null then views.oid end,
      seen.is_stored or views.is_stored
    from seen join views on views.oid = seen.relation join reads on reads.view = seen.relation
    where asks_as_reader is null or asks_as_reader
      and (seen.is_stored or has_any_column_privilege(role, reads.relation, 'select'))
  )
  select distinct seen.view::regclass, tables.oid::regclass, seen.past::regclass, seen.is_stored
  from seen join pg_catalog.pg_class as tables
    on tables.oid = coalesce(pg_catalog.pg_partition_root(seen.relation), seen.relation)
  join pg_catalog.pg_class as bypassing on bypassing.oid = seen.past
  where bypassing.relnamespace not in (select oid from ours)
    and (
      tables.relrowsecurity and tables.relnamespace in (select oid from ours)
      or tables.oid in (select host_table from amity_private.guards)
    );
end;
