{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='connections', tie='connection', one='requester', other='recipient',
  opening=['requested', 'accepted'], closing=['rejected', 'cancelled', 'expired', 'removed']
) }}

-- the last refusal of one person by another, for the cool-down
create index connections_history_of_rejections
  on amity_private.connections_history (requester_id, recipient_id, occurred_at desc)
  where action = 'rejected';
