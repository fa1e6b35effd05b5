-- Stores the status of a connection, who changed it and why, and the limits; the row is locked. The
-- trigger that writes the entry of the history sees only the row, not the actor that a function was
-- given, nor that time ran out: so both are written into the entry afterwards.
create or replace function amity_private.change_sync_connection(
  site amity.sync_connections, actor uuid, cause amity.cause default null
) returns amity.sync_connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant bigint := (
    select coalesce(max(entry), 0) from amity_private.sync_connections_history
    where sync_connection_id = site.id
  );
begin
  update amity.sync_connections set
    status = site.status, approved_by = site.approved_by, suspended_by = site.suspended_by,
    suspended_reason = site.suspended_reason, revoked_by = site.revoked_by,
    revoked_reason = site.revoked_reason, expires_at = site.expires_at,
    max_downloads = site.max_downloads, max_records_total = site.max_records_total
  where id = site.id
  returning * into site;
  update amity_private.sync_connections_history as entries set
    actor_id = actor,
    cause = coalesce(change_sync_connection.cause,
      case when actor is null then 'service' else 'user' end::amity.cause)
  where entries.sync_connection_id = site.id and entries.entry > v_before;
  return site;
end;
$$;
