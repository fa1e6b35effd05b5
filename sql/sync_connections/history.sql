{% from 'foundation/table.macro' import refuse_writes %}
{% from 'foundation/comment.macro' import comment_columns %}
drop policy if exists select_service on amity_private.sync_connections_history;
create policy select_service on amity_private.sync_connections_history for select to service_role
  using (true);
grant select on amity_private.sync_connections_history to service_role;
comment on policy select_service on amity_private.sync_connections_history is
  'A service sees every entry.';

create or replace view amity.sync_connections_history with (security_invoker = true) as
select
  sync_connection_id, name, direction, action, changed, nullif(reason, '') as reason,
  actor_id as done_by, occurred_at
from amity_private.sync_connections_history;

grant select on amity.sync_connections_history to service_role;
{{ refuse_writes('amity.sync_connections_history', 'Write to amity.sync_connections', 'service_role') }}
comment on view amity.sync_connections_history is
  'What happened to sync connections, who did it and why: never changed. For services. Order by '
  'occurred_at.';
{{ comment_columns('amity.sync_connections_history', {
  'sync_connection_id': 'The connection: the id it has or had.',
  'name': 'What it was called then.',
  'direction': 'Its direction.',
  'action': 'What happened.',
  'changed': 'Which fields changed, by name.',
  'reason': 'The reason, in words; null if none was given.',
  'done_by': 'Who did it; null if no person was named.',
  'occurred_at': 'When it happened.'
}) }}

-- Even a role that was granted too much cannot write or change entries.
create or replace trigger _100_append_only
before insert or update or delete or truncate on amity_private.sync_connections_history
for each statement execute function amity_private.tg_history__append_only();

-- The status after an action; null where the action leaves it alone.
create or replace function amity_private.sync_status_after(action amity.sync_connection_action)
returns amity.sync_status
language sql immutable
return case
  when action = 'created' then 'pending'
  when action in ('approved', 'reactivated', 'renewed') then 'active'
  when action in ('suspended', 'revoked', 'expired') then action::text
end::amity.sync_status;

create or replace view amity_private.sync_connections_drift with (security_invoker = true) as
with last_entry as (
  select distinct on (sync_connection_id)
    sync_connection_id, amity_private.sync_status_after(action) as status
  from amity_private.sync_connections_history
  where amity_private.sync_status_after(action) is not null or action = 'deleted'
  order by sync_connection_id, entry desc
)
select coalesce(live.id, last_entry.sync_connection_id) as sync_connection_id,
  last_entry.status as remembered, live.status as standing
from amity.sync_connections as live
full join last_entry on last_entry.sync_connection_id = live.id
where last_entry.status is distinct from live.status;

comment on view amity_private.sync_connections_drift is
  'Where the history of sync_connections does not replay to the rows that stand: no rows, ever.';
