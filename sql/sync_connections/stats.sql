{% from 'foundation/table.macro' import refuse_writes %}
{% from 'foundation/comment.macro' import comment_columns %}
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
{{ refuse_writes('amity.sync_transfer_stats', 'Write to amity.sync_transfers', 'service_role') }}
comment on view amity.sync_transfer_stats is
  'How much of each table went through each sync connection. For services.';
{{ comment_columns('amity.sync_transfer_stats', {
  'sync_connection_id': 'The connection; null once that was deleted.',
  'direction': 'send or receive.',
  'table_name': 'The table, with its schema.',
  'transfers': 'How many transfers there were.',
  'completed': 'How many of them went through to the end.',
  'failed': 'How many ended otherwise.',
  'records': 'How many records went through.',
  'bytes': 'How many bytes they had as JSON.',
  'last_completed_at': 'When the last one was completed.'
}) }}
