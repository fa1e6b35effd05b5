create or replace view amity.sync_transfer_stats with (security_invoker = true) as
select
  sync_connection_id,
  direction,
  table_name,
  count(*) as transfers,
  count(*) filter (where status = 'completed') as completed,
  count(*) filter (where status in ('failed', 'cancelled', 'denied', 'expired')) as failed,
  sum(records_transferred)::bigint as records,
  sum(bytes_transferred)::bigint as bytes,
  max(completed_at) filter (where status = 'completed') as last_completed_at
from amity.sync_transfers
group by sync_connection_id, direction, table_name;

grant select on amity.sync_transfer_stats to service_role;
comment on view amity.sync_transfer_stats is
  'How much of each table went through each sync connection. For services.';
comment on column amity.sync_transfer_stats.sync_connection_id is
  'The connection; null once that was deleted.';
comment on column amity.sync_transfer_stats.direction is 'send or receive.';
comment on column amity.sync_transfer_stats.table_name is 'The table, with its schema.';
comment on column amity.sync_transfer_stats.transfers is 'How many transfers there were.';
comment on column amity.sync_transfer_stats.completed is
  'How many of them went through to the end.';
comment on column amity.sync_transfer_stats.failed is 'How many ended otherwise.';
comment on column amity.sync_transfer_stats.records is 'How many records went through.';
comment on column amity.sync_transfer_stats.bytes is 'How many bytes they had as JSON.';
comment on column amity.sync_transfer_stats.last_completed_at is 'When the last one was completed.';
