-- After a rejection the same person waits for request_cooldown before asking again: judged from the
-- history. Refuses: cooling_down.
create or replace function amity_private.refuse_early_request(
  requester uuid, recipient uuid, cooldown interval
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until timestamptz;
begin
  select max(occurred_at) + amity_private.exact_interval(cooldown) into v_until
  from amity_private.connections_history
  where requester_id = requester and recipient_id = recipient and action = 'rejected';
  if v_until > clock_timestamp() then
    perform amity_private.refuse(
      'cooling_down', to_char(v_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    );
  end if;
end;
$$;
