{% from 'foundation/table.macro' import refuse_writes %}
{% from 'foundation/comment.macro' import comment_columns %}
{% from 'foundation/client.macro' import opened %}
-- Computed fields: PostgREST selects them like columns.
create or replace function amity.success_rate(transfer amity.sync_transfers)
returns double precision
language sql immutable
return case when (transfer).records_transferred = 0 then 0 else
  ((transfer).records_created + (transfer).records_updated)::double precision
    / (transfer).records_transferred end;

create or replace function amity.duration_seconds(transfer amity.sync_transfers)
returns double precision
language sql immutable
return extract(epoch from (transfer).completed_at - (transfer).started_at);

{{ opened('success_rate', 'transfer amity.sync_transfers', 'service_role',
  says='Of a receiving transfer, which part of its records changed a row here: 0 to 1.') }}
{{ opened('duration_seconds', 'transfer amity.sync_transfers', 'service_role',
  says='How many seconds passed from the first record of a transfer to its end; null before that.') }}

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
  case when direction = 'receive' then
    coalesce(sum(records_created + records_updated)::double precision
      / nullif(sum(records_transferred), 0), 0) end as success_rate,
  avg(amity.duration_seconds(transfers)) filter (where status = 'completed')
    as average_seconds,
  max(completed_at) filter (where status = 'completed') as last_completed_at
from amity.sync_transfers as transfers
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
  'bytes': 'How many bytes they had, as they were sent or written.',
  'success_rate': 'Which part of the records changed a row here: see amity.success_rate().',
  'average_seconds': 'How long a completed transfer takes: see amity.duration_seconds().',
  'last_completed_at': 'When the last one was completed.'
}) }}
