-- Deletes the guards of tables that were dropped; returns how many. See amity.tidy().
create or replace function amity_private.tidy_audience() returns bigint
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  with gone as (
    delete from amity_private.guards
    where not exists (select from pg_catalog.pg_class where oid = host_table)
    returning 1
  )
  select count(*) from gone;
end;
