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
  v_site amity.sync_connections;
  v_status constant amity.sync_status := amity_private.sync_status_after(action);
  v_actor constant uuid := coalesce(actor, amity.me());
begin
  perform amity_private.require_service_caller(
    'amity_private.set_sync_status(uuid, amity.sync_connection_action, uuid, text)');
  v_site := amity_private.hold_sync_connection(connection);
  if amity_private.sync_action(v_site.status, v_status) is distinct from action then
    perform amity_private.refuse('sync_invalid_transition', v_site.status::text, action::text);
  end if;
  v_site.status := v_status;
  if action = 'approved' then
    v_site.approved_by := v_actor;
  elsif action = 'suspended' then
    v_site.suspended_by := v_actor;
    v_site.suspended_reason := reason;
  elsif action = 'revoked' then
    v_site.revoked_by := v_actor;
    v_site.revoked_reason := reason;
  end if;
  return amity_private.change_sync_connection(v_site, v_actor);
end;
$$;

grant execute on function amity_private.set_sync_status(
  uuid, amity.sync_connection_action, uuid, text
) to service_role;

{# refuses: beside an unknown connection and another status; reason: whether one is given #}
{% macro set_status(name, action, says, refuses, reason=false) %}
{{ client(
  name, 'connection uuid, ' ~ ('reason text default null, ' if reason) ~ 'actor uuid default null',
  'amity.sync_connections', to='service_role', calls='set_sync_status',
  arguments="connection, '" ~ action ~ "', actor" ~ (', reason' if reason),
  says=says ~ '; returns it. For services. Refuses: sync_connection_not_found,
    sync_invalid_transition, ' ~ refuses ~ '.'
) }}
{% endmacro %}
{{ set_status('approve_sync_connection', 'approved', 'Lets a pending sync connection begin',
  refuses='sync_used_up') }}

{{ set_status('suspend_sync_connection', 'suspended', reason=true,
  says='Stops an active sync connection until it is reactivated',
  refuses='text_too_long, text_invalid') }}

{{ set_status('reactivate_sync_connection', 'reactivated',
  says='Lets a suspended sync connection go on', refuses='sync_used_up') }}

{{ set_status('revoke_sync_connection', 'revoked', 'Ends a sync connection for good', reason=true,
  refuses='text_too_long, text_invalid') }}
