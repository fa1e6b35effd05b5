-- Locks the row of a connection until the transaction ends: everything is decided under that lock.
-- The order of locks is the connection, its credentials, a transfer of it. Refuses:
-- sync_connection_not_found, sync_wrong_direction, isolation_unsupported.
create or replace function amity_private.hold_sync_connection(
  connection uuid, needed amity.sync_direction default null
) returns amity.sync_connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_connection amity.sync_connections;
begin
  perform amity_private.require_read_committed();
  select * into v_connection from amity.sync_connections where id = connection for no key update;
  if not found then
    perform amity_private.refuse('sync_connection_not_found');
  elsif v_connection.direction <> needed then
    perform amity_private.refuse('sync_wrong_direction', needed::text);
  end if;
  return v_connection;
end;
$$;

-- The row of the connection that a token opens, locked until the transaction ends; or null. The
-- steps are the same for a token that opens none. Refuses: isolation_unsupported.
create or replace function amity_private.open_sync_connection(token text)
returns amity.sync_connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hash constant bytea := amity_private.hash_token(coalesce(token, ''));
  v_id uuid;
  v_connection amity.sync_connections;
begin
  perform amity_private.require_read_committed();
  select sync_connection_id into v_id from amity_private.sync_credentials where token_hash = v_hash;
  select * into v_connection from amity.sync_connections where id = v_id for no key update;
  -- it may have been rotated away while we waited for the row
  if not exists (
    select from amity_private.sync_credentials
    where sync_connection_id = v_id and token_hash = v_hash
  ) then
    v_connection := null;
  end if;
  return v_connection;
end;
$$;
