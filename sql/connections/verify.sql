{% from 'foundation/tie.macro' import verify %}
{{ verify('connections', 'connection', 'requester', 'recipient', invariants="
  select 'pending_or_accepted', id::text from amity.connections
  where status not in ('pending', 'accepted')
  union all
  select 'one_per_pair', min(id::text) from amity.connections
  group by least(requester_id, recipient_id), greatest(requester_id, recipient_id)
  having count(*) > 1
") }}
