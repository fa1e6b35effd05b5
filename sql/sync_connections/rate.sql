-- When the next request gets through; null if it does now. The times of the last 60 seconds are in
-- one row, read and written while the connection is locked; refused requests are not counted.
create or replace function amity_private.sync_rate_free_at(
  site amity.sync_connections, moment timestamptz
) returns timestamptz
language sql stable
return (
  -- the limit-th last of them has to be a minute old
  select recent.at + interval '1 minute'
  from amity_private.sync_credentials as credentials
  cross join lateral unnest(credentials.let_through) as recent (at)
  where credentials.sync_connection_id = (site).id and recent.at > moment - interval '1 minute'
  order by recent.at desc
  offset (site).rate_limit_requests_per_minute - 1
  limit 1
);

-- Counts a request that gets through.
create or replace function amity_private.count_sync_request(connection uuid, moment timestamptz)
returns void
language sql volatile
begin atomic
  update amity_private.sync_credentials as credentials
  set let_through = array(
    select recent.at from unnest(credentials.let_through) as recent (at)
    where recent.at > moment - interval '1 minute'
  ) || moment
  where credentials.sync_connection_id = connection;
  update amity.sync_connections set last_connected_at = moment where id = connection;
end;
