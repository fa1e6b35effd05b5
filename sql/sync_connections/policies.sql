{% from 'foundation/table.macro' import keep_all %}
{% from 'sync_connections/settable.macro' import settable %}
-- Sites are a matter of the host: people see nothing of them, and services do not touch counters or
-- dates.
drop policy if exists all_service on amity.sync_connections;
create policy all_service on amity.sync_connections to service_role using (true) with check (true);
grant select, delete on amity.sync_connections to service_role;
-- the dates as well: an ORM inserts null there, and the trigger refuses what else it says
grant insert (
  direction, created_by, token_issued_at, password_set_at, approved_at, approved_by, suspended_at,
  suspended_by, suspended_reason, revoked_at, revoked_by, revoked_reason, last_connected_at,
  last_transfer_at, {{ settable }}
) on amity.sync_connections to service_role;
grant update (
  status, approved_by, suspended_by, suspended_reason, revoked_by, revoked_reason, {{ settable }}
) on amity.sync_connections to service_role;
comment on policy all_service on amity.sync_connections is
  'Only a service looks after sync connections.';

drop policy if exists all_service on amity.sync_transfers;
create policy all_service on amity.sync_transfers to service_role using (true) with check (true);
grant select on amity.sync_transfers to service_role;
grant update (status, approved_by, denied_by, denial_reason, error_message, metadata)
  on amity.sync_transfers to service_role;
comment on policy all_service on amity.sync_transfers is
  'Only a service looks after sync transfers.';

{{ keep_all('amity.sync_connections') }}
{{ keep_all('amity.sync_transfers') }}
{{ keep_all('amity_private.sync_credentials') }}
{{ keep_all('amity_private.sync_challenges') }}
{{ keep_all('amity_private.sync_leases') }}
{{ keep_all('amity_private.sync_site') }}
{{ keep_all('amity_private.sync_positions') }}
