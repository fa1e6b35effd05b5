-- Writes one entry of the history.
create or replace function amity_private.remember_connection(
  connection amity.connections,
  action amity.connection_action,
  cause amity.cause,
  occurred_at timestamptz default clock_timestamp(),
  actor uuid default amity.me()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, actor_id, cause, occurred_at)
  values (
    connection.id, connection.requester_id, connection.recipient_id,
    action, actor, cause, occurred_at
  );
end;
$$;

-- Writes down every change of a connection, once, at the moment it is decided: before the row changes,
-- and so before anything that the same statement may do with the row that it returns. What knows more
-- (a block, a crossing, an expiry) writes the entry first, with its own cause, and this finds it.
create or replace function amity_private.tg_connections__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections := coalesce(new, old);
  v_me constant uuid := amity.me();
  v_known record;
  v_action amity.connection_action;
  v_done text;
begin
  select
    (
      select action from amity_private.connections_history
      where connection_id = v_row.id order by entry desc limit 1
    ) as last_action,
    exists (select from amity.connections where id = v_row.id) as stands,
    exists (select from amity.people where id = v_row.requester_id) as has_requester,
    exists (select from amity.people where id = v_row.recipient_id) as has_recipient
  into v_known;

  if tg_op = 'DELETE' then
    v_action := case
      when v_row.status = 'accepted' and v_known.last_action = 'accepted' then 'removed'
      when v_row.status <> 'pending' or v_known.last_action <> 'requested' then v_known.last_action
      when not amity_private.is_open(v_row.requested_at) then 'expired'
      -- the end of an account reads like an act of its person, as their block does: if only a block
      -- read so, it would be known for one
      when v_me = v_row.recipient_id or not v_known.has_recipient then 'rejected'
      else 'cancelled'
    end;
  -- an id that stands already will not be inserted again
  elsif tg_op = 'UPDATE' or not v_known.stands then
    v_action := (
      case v_row.status when 'pending' then 'requested' else v_row.status::text end
    )::amity.connection_action;
  end if;

  if v_action is not null and v_action is distinct from v_known.last_action then
    v_done := amity_private.remember_connection(
      v_row,
      v_action,
      case
        when v_action = 'expired' then 'expiry'
        when not (v_known.has_requester and v_known.has_recipient) then 'account_deleted'
        when v_me is null then 'service'
        else 'user'
      end::amity.cause,
      case v_action
        when 'requested' then v_row.requested_at
        when 'accepted' then v_row.responded_at
        else clock_timestamp()
      end,
      v_me
    );
  end if;
  return v_row;
end;
$$;

create or replace trigger _900_remember
before insert or update of status or delete on amity.connections
for each row execute function amity_private.tg_connections__remember();
