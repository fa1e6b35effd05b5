{% from 'foundation/client.macro' import client %}
-- Each action is allowed from certain statuses only: approving does not reactivate, and
-- reactivating does not renew. Refuses: sync_invalid_transition.
create or replace function amity_private.set_sync_status(
  connection uuid, action amity.sync_connection_action, actor uuid, reason text default null
) returns amity.sync_connections
language plpgsql volatile security definer  -- the history is not granted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_connection amity.sync_connections;
  v_status constant amity.sync_status := amity_private.sync_status_after(action);
  v_actor constant uuid := coalesce(actor, amity.me());
begin
  perform amity_private.require_service_caller(
    'amity_private.set_sync_status(uuid, amity.sync_connection_action, uuid, text)');
  v_connection := amity_private.hold_sync_connection(connection);
  if amity_private.sync_action(v_connection.status, v_status) is distinct from action then
    perform amity_private.refuse('sync_invalid_transition',
      v_connection.status::text, action::text);
  end if;
  v_connection.status := v_status;
  if action = 'approved' then
    v_connection.approved_by := v_actor;
  elsif action = 'suspended' then
    v_connection.suspended_by := v_actor;
    v_connection.suspended_reason := reason;
  elsif action = 'revoked' then
    v_connection.revoked_by := v_actor;
    v_connection.revoked_reason := reason;
  end if;
  return amity_private.change_sync_connection(v_connection, v_actor);
end;
$$;

{{ client(
  'approve_sync_connection', 'connection uuid, actor uuid default null',
  'amity.sync_connections', to='service_role', calls='set_sync_status',
  arguments="connection, 'approved', actor",
  says="Lets a pending sync connection begin; returns it. For services. Refuses:
    sync_connection_not_found, sync_invalid_transition, sync_used_up."
) }}

{{ client(
  'suspend_sync_connection', 'connection uuid, reason text default null, actor uuid default null',
  'amity.sync_connections', to='service_role', calls='set_sync_status',
  arguments="connection, 'suspended', actor, reason",
  says="Stops an active sync connection until it is reactivated; returns it. For services. Refuses:
    sync_connection_not_found, sync_invalid_transition, text_too_long, text_invalid."
) }}

{{ client(
  'reactivate_sync_connection', 'connection uuid, actor uuid default null',
  'amity.sync_connections', to='service_role', calls='set_sync_status',
  arguments="connection, 'reactivated', actor",
  says="Lets a suspended sync connection go on; returns it. For services. Refuses:
    sync_connection_not_found, sync_invalid_transition, sync_used_up."
) }}

{{ client(
  'revoke_sync_connection', 'connection uuid, reason text default null, actor uuid default null',
  'amity.sync_connections', to='service_role', calls='set_sync_status',
  arguments="connection, 'revoked', actor, reason",
  says="Ends a sync connection for good; returns it. For services. Refuses:
    sync_connection_not_found, sync_invalid_transition, text_too_long, text_invalid."
) }}

grant execute on function amity_private.set_sync_status(
  uuid, amity.sync_connection_action, uuid, text
) to service_role;
