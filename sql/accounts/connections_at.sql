-- The past, read from the history as the caller sees it: a service sees all, a
-- person what concerns them. A connection is accepted once and removed once in its life.
create or replace function amity.connections_at(person uuid, moment timestamptz)
returns table (person_id uuid, since timestamptz)
language sql stable
begin atomic
  select
    case begun.requester_id
      when connections_at.person then begun.recipient_id else begun.requester_id
    end,
    begun.occurred_at
  from amity.connections_history as begun
  where (begun.requester_id = connections_at.person or begun.recipient_id = connections_at.person)
    and begun.action = 'accepted' and begun.occurred_at <= connections_at.moment
    and not exists (
      select from amity.connections_history as ended
      where ended.connection_id = begun.connection_id
        and ended.action = 'removed' and ended.occurred_at <= connections_at.moment
    )
  order by begun.occurred_at desc;
end;

grant execute on function amity.connections_at(uuid, timestamptz) to authenticated, service_role;
comment on function amity.connections_at(uuid, timestamptz) is
  'Who a person was connected with at a moment, as far as the history reaches and the caller '
  'sees it: all of mine, of others only what they had with me; for a service all. Newest first.';
