{% from 'foundation/keep_all.macro' import keep_all %}
-- Sites are a matter of the host: people see nothing of them, and services do not touch counters or
-- dates.
drop policy if exists all_service on amity.sync_connections;
create policy all_service on amity.sync_connections to service_role using (true) with check (true);
grant select, delete on amity.sync_connections to service_role;
grant insert (
  name, direction, site_url, approval_mode, allowed_tables, excluded_tables, auto_approve_tables,
  writable_tables, expires_at, max_downloads, max_records_total, max_records_per_request,
  rate_limit_requests_per_minute, ip_whitelist, allowed_hours_start, allowed_hours_end,
  allowed_hours_zone, default_conflict_strategy, auto_sync_enabled, auto_sync_tables,
  auto_sync_interval_minutes, created_by, metadata
) on amity.sync_connections to service_role;
grant update (
  name, site_url, status, approval_mode, allowed_tables, excluded_tables, auto_approve_tables,
  writable_tables, expires_at, max_downloads, max_records_total, max_records_per_request,
  rate_limit_requests_per_minute, ip_whitelist, allowed_hours_start, allowed_hours_end,
  allowed_hours_zone, default_conflict_strategy, auto_sync_enabled, auto_sync_tables,
  auto_sync_interval_minutes, approved_by, suspended_by, suspended_reason, revoked_by,
  revoked_reason, metadata
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

{{ keep_all('amity_private.sync_credentials') }}
{{ keep_all('amity_private.sync_site') }}
{{ keep_all('amity_private.sync_positions') }}
