-- The past, read from the history as the caller sees it: a service sees all, a
-- person what concerns them. A connection is accepted once and removed once in its life.
create or replace function amity.connections_at(person uuid, moment timestamptz)
returns table (person_id uuid, since timestamptz)
language sql stable
begin atomic
  -- one pass over the entries: a join of each with the others would be planned as a look at all
  select
    case requester_id when connections_at.person then recipient_id else requester_id end,
    min(occurred_at)
  from amity.connections_history
  where (requester_id = connections_at.person or recipient_id = connections_at.person)
    and action in ('accepted', 'removed') and occurred_at <= connections_at.moment
  group by connection_id, requester_id, recipient_id
  having max(action) = 'accepted'  -- which comes before 'removed'
  order by min(occurred_at) desc;
end;

grant execute on function amity.connections_at(uuid, timestamptz) to authenticated, service_role;
comment on function amity.connections_at(uuid, timestamptz) is
  'Who a person was connected with at a moment, as far as the history reaches and the caller '
  'sees it: all of mine, of others only what they had with me; for a service all. Newest first.';
