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

-- Writes down every change of a connection, once, at the moment it is decided: before the row
-- changes, and so before anything that the same statement may do with the row that it returns. What
-- knows more (a block, a crossing, an expiry) writes the entry first, with its own cause; this
-- finds it written, and adds nothing.
create or replace function amity_private.tg_connections__remember() returns trigger
language plpgsql volatile security definer  -- no client may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_action amity.connection_action;
  v_known record;
  v_done text;
begin
  if tg_op <> 'DELETE' then
    v_action := (case new.status when 'pending' then 'requested' else new.status::text end)
      ::amity.connection_action;
    insert into amity_private.connections_history
      (connection_id, requester_id, recipient_id, action, actor_id, cause, occurred_at)
    select new.id, new.requester_id, new.recipient_id, v_action, v_me,
      (case when v_me is null then 'service' else 'user' end)::amity.cause,
      case new.status
        when 'pending' then new.requested_at
        when 'accepted' then new.responded_at
        else clock_timestamp()
      end
    from (
      select (
        select action from amity_private.connections_history
        where connection_id = new.id order by entry desc limit 1
      ) as action
      offset 0  -- looked at once
    ) as last
    where last.action is distinct from v_action
      -- an id that stands already will not be inserted again
      and (tg_op = 'UPDATE' or last.action is null
        or not exists (select from amity.connections where id = new.id));
    return new;
  end if;

  select
    (
      select action from amity_private.connections_history
      where connection_id = old.id order by entry desc limit 1
    ) as last_action,
    exists (select from amity.people where id = old.requester_id) as has_requester,
    exists (select from amity.people where id = old.recipient_id) as has_recipient
  into v_known;
  v_action := case
    when old.status = 'accepted' and v_known.last_action = 'accepted' then 'removed'
    when old.status <> 'pending' or v_known.last_action <> 'requested' then v_known.last_action
    when not amity_private.is_open(old.requested_at) then 'expired'
    -- the end of an account is written as an act of its person, like a block: otherwise that entry
    -- would betray a block
    when v_me = old.recipient_id or not v_known.has_recipient then 'rejected'
    else 'cancelled'
  end;
  if v_action is distinct from v_known.last_action then
    v_done := amity_private.remember_connection(
      old,
      v_action,
      case
        when v_action = 'expired' then 'expiry'
        when not (v_known.has_requester and v_known.has_recipient) then 'account_deleted'
        when v_me is null then 'service'
        else 'user'
      end::amity.cause,
      actor => v_me
    );
  end if;
  return old;
end;
$$;

create or replace trigger _900_remember
before insert or update of status or delete on amity.connections
for each row execute function amity_private.tg_connections__remember();
