-- Each action is allowed from certain statuses only: approving does not reactivate, and
-- reactivating does not renew. Refuses: sync_invalid_transition.
create or replace function amity_private.act_on_sync(
  connection uuid, action amity.sync_connection_action, actor uuid, reason text default null
) returns amity.sync_connections
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_connection amity.sync_connections;
  v_status constant amity.sync_status := amity_private.sync_status_after(action);
  v_actor constant uuid := coalesce(actor, amity.me());
  v_before bigint;
begin
  perform amity_private.require_service_caller(
    'amity_private.act_on_sync(uuid, amity.sync_connection_action, uuid, text)');
  v_connection := amity_private.hold_sync_connection(connection);
  v_before := amity_private.last_sync_entry(connection);
  if amity_private.sync_action(v_connection.status, v_status) is distinct from action then
    perform amity_private.refuse('sync_invalid_transition',
      v_connection.status::text, action::text);
  end if;
  update amity.sync_connections set
    status = v_status,
    approved_by = case when action = 'approved' then v_actor else approved_by end,
    suspended_by = case when action = 'suspended' then v_actor else suspended_by end,
    suspended_reason = case when action = 'suspended' then reason else suspended_reason end,
    revoked_by = case when action = 'revoked' then v_actor else revoked_by end,
    revoked_reason = case when action = 'revoked' then reason else revoked_reason end
  where id = connection
  returning * into v_connection;
  perform amity_private.sign_sync(connection, v_before, v_actor);
  return v_connection;
end;
$$;

create or replace function amity.approve_sync_connection(connection uuid, actor uuid default null)
returns amity.sync_connections
language sql volatile
return amity_private.act_on_sync(connection, 'approved', actor);

create or replace function amity.suspend_sync_connection(
  connection uuid, reason text default null, actor uuid default null
) returns amity.sync_connections
language sql volatile
return amity_private.act_on_sync(connection, 'suspended', actor, reason);

create or replace function amity.reactivate_sync_connection(
  connection uuid, actor uuid default null
) returns amity.sync_connections
language sql volatile
return amity_private.act_on_sync(connection, 'reactivated', actor);

create or replace function amity.revoke_sync_connection(
  connection uuid, reason text default null, actor uuid default null
) returns amity.sync_connections
language sql volatile
return amity_private.act_on_sync(connection, 'revoked', actor, reason);

grant execute on function amity_private.act_on_sync(
  uuid, amity.sync_connection_action, uuid, text
) to service_role;
grant execute on function amity.approve_sync_connection(uuid, uuid) to service_role;
grant execute on function amity.suspend_sync_connection(uuid, text, uuid) to service_role;
grant execute on function amity.reactivate_sync_connection(uuid, uuid) to service_role;
grant execute on function amity.revoke_sync_connection(uuid, text, uuid) to service_role;
comment on function amity.approve_sync_connection(uuid, uuid) is
  'Lets a pending sync connection begin; returns it. For services. Refuses: '
  'sync_connection_not_found, sync_invalid_transition, sync_used_up.';
comment on function amity.suspend_sync_connection(uuid, text, uuid) is
  'Stops an active sync connection until it is reactivated; returns it. For services. Refuses: '
  'sync_connection_not_found, sync_invalid_transition, text_too_long, text_invalid.';
comment on function amity.reactivate_sync_connection(uuid, uuid) is
  'Lets a suspended sync connection go on; returns it. For services. Refuses: '
  'sync_connection_not_found, sync_invalid_transition, sync_used_up.';
comment on function amity.revoke_sync_connection(uuid, text, uuid) is
  'Ends a sync connection for good; returns it. For services. Refuses: sync_connection_not_found, '
  'sync_invalid_transition, text_too_long, text_invalid.';
