-- Counts a request that gets through.
create or replace function amity_private.count_sync_request(connection uuid) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  update amity_private.sync_credentials as credentials
  set let_through = array(
    select recent.at from unnest(credentials.let_through) as recent (at)
    where recent.at > clock_timestamp() - interval '1 minute'
  ) || clock_timestamp()
  where credentials.sync_connection_id = connection;
  update amity.sync_connections set last_connected_at = clock_timestamp() where id = connection;
end;
