-- Deletes expired requests, and forgets connections that ended longer ago than history_retention;
-- returns how many rows. See amity.tidy().
create or replace function amity_private.tidy_connections() returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_request amity.connections;
  v_expired bigint := 0;
begin
  for v_request in
    select * from amity.connections
    where status = 'pending'
      and requested_at <= (select amity_private.requests_open_after())  -- once for all of them
    -- one that is being answered at this moment is refused as expired
    for update skip locked
  loop
    perform amity_private.remember_connection(v_request, 'expired', 'expiry');
    delete from amity.connections where id = v_request.id;
    v_expired := v_expired + 1;
  end loop;

  -- a rejection is remembered for as long as it makes its person wait
  return v_expired + amity_private.trim_connections_history(clock_timestamp() - greatest(
    amity_private.setting_interval('history_retention'),
    case when amity_private.setting_interval('history_retention') is not null
      then amity_private.setting_interval('request_cooldown') end
  ));
end;
$$;
