-- One row for each table that goes through a connection, once: on the sending side it carries the
-- approval and the place that was reached, on the receiving side the counts and the place to go on
-- from.
create table amity.sync_transfers (
  id uuid not null default amity.uuid_v7(),
  direction amity.sync_transfer_direction not null,
  sync_connection_id uuid,
  remote_site_url text not null,
  remote_transfer_id uuid,
  remote_site_id uuid,
  table_name text not null,
  status amity.sync_transfer_status not null default 'pending',
  conflict_strategy amity.sync_conflict_strategy,
  cursor_column text,
  records_requested bigint not null default 0,
  records_transferred bigint not null default 0,
  records_created bigint not null default 0,
  records_updated bigint not null default 0,
  records_skipped bigint not null default 0,
  records_failed bigint not null default 0,
  records_deleted bigint not null default 0,
  bytes_transferred bigint not null default 0,
  asked jsonb,
  asked_before jsonb,
  reached jsonb,
  granted_at timestamptz,
  requires_approval boolean not null default false,
  approval_expires_at timestamptz,
  approved_at timestamptz,
  approved_by uuid,
  denied_at timestamptz,
  denied_by uuid,
  denial_reason text,
  requester_ip inet,
  requester_user_agent text,
  initiated_by uuid default amity.me(),
  error_message text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  staged_at timestamptz,
  completed_at timestamptz,
  constraint sync_transfers_pkey primary key (id),
  -- the connection may be forgotten, what went through it is not
  constraint sync_transfers_connection foreign key (sync_connection_id)
    references amity.sync_connections (id) on delete set null,
  constraint sync_transfers_reason_is_short check (amity_private.check_text(denial_reason, 500)),
  constraint sync_transfers_counters_count check (amity_private.check_sync_field(
    least(records_requested, records_transferred, records_created, records_updated,
      records_skipped, records_failed, records_deleted, bytes_transferred) >= 0,
    'records_… or bytes_transferred', 'numbers from 0')),
  -- what needs an approval never moves without one
  constraint sync_transfers_approved_before_start check (
    not requires_approval or approved_at is not null
    or status not in ('approved', 'in_progress', 'completed')),
  constraint sync_transfers_end_is_dated check (
    (completed_at is not null)
    = (status in ('denied', 'completed', 'failed', 'cancelled', 'expired')))
);

-- what goes through a connection, newest first; a table of it; what waits for an approval
create index sync_transfers_of_connection
  on amity.sync_transfers (sync_connection_id, created_at desc);
create index sync_transfers_of_table
  on amity.sync_transfers (sync_connection_id, table_name, created_at desc);
create index sync_transfers_waiting on amity.sync_transfers (approval_expires_at)
  where status = 'pending_approval';
create index sync_transfers_newest on amity.sync_transfers (created_at desc);
-- for forgetting
create index sync_transfers_by_initiator on amity.sync_transfers (initiated_by)
  where initiated_by is not null;
create index sync_transfers_by_approver on amity.sync_transfers (approved_by)
  where approved_by is not null;
create index sync_transfers_by_denier on amity.sync_transfers (denied_by)
  where denied_by is not null;

alter table amity.sync_transfers enable row level security;
