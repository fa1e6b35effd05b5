-- The history is written at the moment a change is decided: before the row changes, and so before
-- anything that the same statement may do with the row that it returns. Whoever knows more about a
-- change (a block, a crossing, an expiry) writes the entry first, with its own cause; the trigger
-- then finds it written.
create or replace function amity_private.remember_connection(
  connection amity.connections,
  action amity.connection_action,
  cause amity.cause,
  occurred_at timestamptz default clock_timestamp()
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, actor_id, cause, occurred_at)
  values (
    (connection).id, (connection).requester_id, (connection).recipient_id,
    action, amity.me(), cause, occurred_at
  );
end;
$$;

create or replace function amity_private.tg_connections__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections := coalesce(new, old);
  v_last constant amity.connection_action := amity_private.last_connection_action(v_row.id);
  v_action amity.connection_action;
begin
  if tg_op = 'DELETE' then
    v_action := case
      when v_row.status = 'accepted' and v_last = 'accepted' then 'removed'
      when v_row.status <> 'pending' or v_last <> 'requested' then v_last
      when v_row.requested_at <= amity_private.requests_open_after() then 'expired'
      -- whose account ends says no: if it read otherwise, a block that reads so would be told apart
      when amity.me() = v_row.recipient_id
        or not exists (select from amity.people where id = v_row.recipient_id) then 'rejected'
      else 'cancelled'
    end;
  -- an id that stands already will not be inserted again
  elsif tg_op = 'UPDATE' or not exists (select from amity.connections where id = v_row.id) then
    v_action := (
      case v_row.status when 'pending' then 'requested' else v_row.status::text end
    )::amity.connection_action;
  end if;
  if v_action is distinct from v_last and v_action is not null then
    perform amity_private.remember_connection(v_row, v_action,
      case when v_action = 'expired' then 'expiry'
        else amity_private.cause_of_change(v_row.requester_id, v_row.recipient_id) end,
      case v_action when 'requested' then v_row.requested_at
        when 'accepted' then v_row.responded_at else clock_timestamp() end);
  end if;
  return v_row;
end;
$$;

comment on function amity_private.remember_connection(
  amity.connections, amity.connection_action, amity.cause, timestamptz
) is 'Writes one entry of the history.';
comment on function amity_private.tg_connections__remember() is
  'Writes down every change of a connection, once.';

create or replace trigger _900_remember
before insert or update of status or delete on amity.connections
for each row execute function amity_private.tg_connections__remember();
