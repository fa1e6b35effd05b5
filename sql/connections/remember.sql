-- The history is brought in line with the rows: an entry is written when the last one does not yet say
-- what stands. A block, a crossing or an expiry has said so by itself, with its own cause.
create or replace function amity_private.tg_connections__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row amity.connections := coalesce(new, old);
  v_last constant amity.connection_action := amity_private.last_connection_action(v_row.id);
  v_action amity.connection_action;
begin
  if tg_op <> 'DELETE' then
    v_action := case v_row.status when 'pending' then 'requested' else v_row.status::text end;
  elsif v_last = 'accepted' and v_row.status = 'accepted' then
    v_action := 'removed';
  elsif v_last = 'requested' and v_row.status = 'pending' then
    v_action := case
      when v_row.requested_at <= amity_private.requests_open_after() then 'expired'
      when amity.me() = v_row.recipient_id then 'rejected'
      else 'cancelled'
    end;
  end if;

  if v_action is distinct from v_last and v_action is not null then
    insert into amity_private.connections_history
      (connection_id, requester_id, recipient_id, action, actor_id, cause, occurred_at)
    values (v_row.id, v_row.requester_id, v_row.recipient_id, v_action, amity.me(),
      case when v_action = 'expired' then 'expiry'
        else amity_private.cause_of_change(v_row.requester_id, v_row.recipient_id) end,
      case v_action when 'requested' then v_row.requested_at
        when 'accepted' then v_row.responded_at else clock_timestamp() end);
  end if;
  return null;
end;
$$;

revoke execute on function amity_private.tg_connections__remember() from public;
comment on function amity_private.tg_connections__remember() is 'Writes down every change of a connection, once.';

create or replace trigger _900_remember
after insert or update of status or delete on amity.connections
for each row execute function amity_private.tg_connections__remember();
