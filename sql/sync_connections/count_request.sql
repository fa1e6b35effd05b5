-- Of these times, those of the last 60 seconds, and a new one. A time in the future is one of before
-- the clock was set back: it would stay for as long as that.
create or replace function amity_private.noted_within_a_minute(times timestamptz[])
returns timestamptz[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  return array(
    select at from unnest(times) as at where at > v_now - interval '1 minute' and at <= v_now
  ) || v_now;
end;
$$;

-- Counts a request that gets through.
create or replace function amity_private.count_sync_request(connection uuid) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  update amity_private.sync_credentials as credentials
  set let_through = amity_private.noted_within_a_minute(credentials.let_through)
  where credentials.sync_connection_id = connection;
  update amity.sync_connections set last_connected_at = clock_timestamp() where id = connection;
end;
