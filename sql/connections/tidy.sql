create or replace function amity_private.tidy_connections() returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expired bigint;
begin
  with ended as (
    delete from amity.connections
    where status = 'pending' and requested_at <= amity_private.requests_open_after()
    returning *
  )
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, actor_id, cause)
  select id, requester_id, recipient_id, 'expired', amity.me(), 'expiry' from ended;
  get diagnostics v_expired = row_count;

  -- a rejection is remembered for as long as it makes anybody wait
  return v_expired + amity_private.trim_connections_history(clock_timestamp() - greatest(
    amity_private.setting_interval('history_retention'),
    case when amity_private.setting_interval('history_retention') is not null
      then amity_private.setting_interval('request_cooldown') end
  ));
end;
$$;

revoke execute on function amity_private.tidy_connections() from public;
comment on function amity_private.tidy_connections() is
  'Closes expired requests and forgets ended connections past history_retention; returns how many rows. See amity.tidy().';
