-- Deletes the guards of tables that were dropped; returns how many. See amity.tidy().
create or replace function amity_private.tidy_audience() returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gone bigint;
begin
  delete from amity_private.guards
  where not exists (select from pg_class where oid = guards.host_table);
  get diagnostics v_gone = row_count;
  return v_gone;
end;
$$;
