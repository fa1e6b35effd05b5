-- The invariants of connections that are broken. See amity.verify().
create or replace function amity_private.verify_connections()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.connection_id::text from amity_private.connections_drift as drift
  union all
  select 'pending_or_accepted', connections.id::text from amity.connections
  where connections.status not in ('pending', 'accepted')
  union all
  select 'not_across_a_block', connections.id::text from amity.connections
  where exists (
    select from amity.blocks
    where (blocks.blocker_id, blocks.blocked_id) in (
      (connections.requester_id, connections.recipient_id),
      (connections.recipient_id, connections.requester_id)
    )
  )
  union all
  select 'one_per_pair', min(connections.id::text) from amity.connections
  group by least(requester_id, recipient_id), greatest(requester_id, recipient_id)
  having count(*) > 1;
end;
