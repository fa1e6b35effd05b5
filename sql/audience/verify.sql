-- The guards that were changed, and the views that bypass a guard or the policies of a table of ours:
-- what is wrong, and after a colon what repairs it. See amity.verify().
create or replace function amity_private.verify_audience()
returns table (invariant text, detail text)
language sql stable
begin atomic
  with guarded as (
    select guards.*, relrowsecurity
    from amity_private.guards join pg_catalog.pg_class on pg_class.oid = host_table
  )
  select 'row_security_is_on',
    format('%1$s: alter table %1$s enable row level security', host_table)
  from guarded where not relrowsecurity
  union all
  select 'guarded_tables_stand_alone',
    host_table || ': let nothing inherit, or amity.unguard_table() takes the guard off'
  from guarded where not amity_private.stands_alone(host_table)
  union all
  -- read by itself, a partition has policies of its own alone
  select distinct 'partitions_are_closed', format(
    '%1$s, part of %2$s: revoke select on %1$s from public, anon, authenticated',
    parts.relid, host_table
  )
  from guarded
  cross join pg_catalog.pg_partition_tree(host_table) as parts
  join pg_catalog.pg_class on pg_class.oid = parts.relid and not pg_class.relrowsecurity
  join pg_catalog.pg_roles on rolname in ('anon', 'authenticated')
    and has_any_column_privilege(pg_roles.oid, parts.relid, 'select')
  where parts.level > 0
  union all
  select 'policies_stand', format('%s: select amity.guard_table(%s)', host_table,
    concat_ws(', ', quote_literal(host_table), quote_literal(author_column),
      'audience => ' || quote_literal(audience),
      'audience_column => ' || quote_literal(audience_column),
      'circle_column => ' || quote_literal(circle_column),
      'label_column => ' || quote_literal(label_column)))
  from guarded where amity_private.standing_policies(host_table) is distinct from policies
  union all
  select 'views_keep_policies', format(
    case
      when is_stored
        then '%s, shown by %s: revoke select on %2$s from public, anon, authenticated'
      else '%s, shown by %s: alter view %s set (security_invoker = true)'
    end, shown, view, past
  )
  from amity_private.views_bypassing_policies();
end;
