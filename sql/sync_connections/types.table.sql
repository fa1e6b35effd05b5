-- The closed vocabularies, and what a site is answered.
create type amity.sync_direction as enum ('sender', 'receiver');
create type amity.sync_status as enum ('pending', 'active', 'suspended', 'revoked', 'expired');
create type amity.sync_approval_mode as enum ('auto_approve', 'require_approval', 'per_table');
create type amity.sync_conflict_strategy as enum ('skip', 'overwrite', 'merge', 'append');
create type amity.sync_transfer_direction as enum ('send', 'receive');
create type amity.sync_transfer_status as enum (
  'pending', 'pending_approval', 'approved', 'denied', 'in_progress', 'completed', 'failed',
  'cancelled', 'expired'
);
create type amity.sync_connection_action as enum (
  'created', 'approved', 'suspended', 'reactivated', 'renewed', 'revoked', 'expired',
  'changed', 'token_issued', 'password_set', 'password_cleared', 'deleted'
);

-- A site is never answered with an error: that would undo what the answer wrote down (that the
-- connection has expired, that an approval came too late). A refusal comes back in the same shape,
-- with allowed false.
create type amity.sync_authorization as (
  allowed boolean, slug text, http_status smallint, message text, hint text,
  sync_connection_id uuid, transfer_id uuid, rows_granted integer
);
create type amity.sync_offer as (
  allowed boolean, slug text, http_status smallint, message text, hint text,
  tables jsonb
);
create type amity.sync_page as (
  allowed boolean, slug text, http_status smallint, message text, hint text,
  transfer_id uuid, columns jsonb, records json, record_count integer, reached jsonb,
  is_last boolean, receipt text
);
create type amity.sync_permit as (
  allowed boolean, slug text, http_status smallint, message text, hint text,
  transfer_id uuid, rows_granted integer, signed_grant text
);
create type amity.sync_digest as (
  allowed boolean, slug text, http_status smallint, message text, hint text,
  columns text[], row_count bigint, checksum text
);

comment on type amity.sync_direction is
  'sender: this site gives data. receiver: this site takes data.';
comment on type amity.sync_status is
  'pending becomes active by approval; active and suspended alternate; expired becomes active by '
  'renewal; revoked is final.';
comment on type amity.sync_approval_mode is
  'auto_approve: every table flows. require_approval: each transfer waits. per_table: all but '
  'auto_approve_tables wait.';
comment on type amity.sync_conflict_strategy is
  'What the receiver does with a row that it has: skip it, overwrite it, merge what is not null, '
  'append it anew.';
comment on type amity.sync_transfer_direction is 'send: out of this database. receive: into it.';
comment on type amity.sync_transfer_status is
  'Where a transfer stands; denied, completed, failed, cancelled and expired are ends.';
comment on type amity.sync_connection_action is
  'What can happen to a sync connection: see amity.sync_connections_history.';
comment on type amity.sync_authorization is
  'Whether a site may pull: allowed with the transfer and rows_granted, or not, with the slug, '
  'status, message and hint of why.';
comment on type amity.sync_offer is
  'The tables that a site may pull, or why not: see amity.sync_authorization.';
comment on type amity.sync_page is
  'A page of a table, or why not: see amity.sync_pull() and amity.sync_authorization. With a '
  'receipt, which amity.sync_settle() takes, if amity.sync_read() read it.';
comment on type amity.sync_permit is
  'The grant of a page, which amity.sync_read() takes, or why not: see amity.sync_authorization.';
comment on type amity.sync_digest is
  'A checksum of a table, or why not: see amity.sync_checksum() and amity.sync_authorization.';
