create or replace function amity_private.verify_audience()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'row_security_is_on', tables.oid::regclass::text
  from amity_private.guards
  join pg_catalog.pg_class as tables on tables.oid = guards.host_table
  where not tables.relrowsecurity
  union all
  select 'guarded_tables_stand_alone', tables.oid::regclass::text
  from amity_private.guards
  join pg_catalog.pg_class as tables on tables.oid = guards.host_table
  where not amity_private.stands_alone(guards.host_table)
  union all
  select 'policies_stand', tables.oid::regclass || ': amity.guard_table() writes them anew'
  from amity_private.guards
  join pg_catalog.pg_class as tables on tables.oid = guards.host_table
  where amity_private.standing_policies(guards.host_table) is distinct from guards.policies;
end;

revoke execute on function amity_private.verify_audience() from public;
comment on function amity_private.verify_audience() is
  'The guards of a host''s tables that somebody took a piece of. See amity.verify().';
