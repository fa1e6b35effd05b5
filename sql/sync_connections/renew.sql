{% from 'foundation/client.macro' import client %}
-- What has expired goes on only with a later end or higher limits; what has not merely gets them.
create or replace function amity_private.renew_sync_connection(
  connection uuid, expires_at timestamptz, max_downloads bigint, max_records_total bigint,
  actor uuid
) returns amity.sync_connections
language plpgsql volatile security definer  -- the history is not granted
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_connection amity.sync_connections;
  v_actor constant uuid := coalesce(actor, amity.me());
begin
  perform amity_private.require_service_caller(
    'amity_private.renew_sync_connection(uuid, timestamptz, bigint, bigint, uuid)');
  v_connection := amity_private.hold_sync_connection(connection);
  if v_connection.status = 'revoked' then
    perform amity_private.refuse('sync_invalid_transition', 'revoked', 'renewed');
  end if;
  v_connection.expires_at := coalesce(renew_sync_connection.expires_at, v_connection.expires_at);
  v_connection.max_downloads := coalesce(
    renew_sync_connection.max_downloads, v_connection.max_downloads);
  v_connection.max_records_total := coalesce(
    renew_sync_connection.max_records_total, v_connection.max_records_total);
  if amity_private.sync_has_run_out(v_connection, clock_timestamp()) then
    perform amity_private.refuse('sync_used_up');
  end if;
  if v_connection.status = 'expired' then
    v_connection.status := 'active';
    if v_connection.approved_at is null then
      v_connection.approved_by := v_actor;
    end if;
  end if;
  return amity_private.change_sync_connection(v_connection, v_actor);
end;
$$;

{{ client(
  'renew_sync_connection', 'connection uuid, expires_at timestamptz default null,
    max_downloads bigint default null, max_records_total bigint default null,
    actor uuid default null',
  'amity.sync_connections', to='service_role',
  says="Gives a sync connection a new end and new limits, those that are not null; one that had
    expired is active again, one that is suspended stays so. Returns it. For services. Refuses:
    sync_connection_not_found, sync_invalid_transition (revoked), sync_used_up."
) }}
