-- Locks the row of a connection until the transaction ends: everything is decided under that lock.
-- The order of locks is the connection, its credentials, a challenge, a transfer of it. Refuses:
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

-- The row of the connection that a token opens, locked until the transaction ends, or null; and
-- whether the password is the right one. The steps are the same for a token that opens none.
-- Refuses: isolation_unsupported.
create or replace function amity_private.open_sync_connection(token text, password text)
returns amity_private.opened_sync_connection
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sent constant record := amity_private.read_sync_secrets(token, password);
  v_hash constant bytea := sha256(v_sent.key);
  v_before amity_private.sync_credentials;
  v_now amity_private.sync_credentials;
  v_opened amity_private.opened_sync_connection;
begin
  perform amity_private.require_read_committed();
  select * into v_before from amity_private.sync_credentials where token_hash = v_hash;
  -- hashing takes its time: the row is not locked meanwhile
  v_opened.password_fits := amity_private.sync_password_fits(v_before, v_sent.hashed);
  select sites into v_opened.site from amity.sync_connections as sites
  where sites.id = v_before.sync_connection_id for no key update;
  -- both may have been changed while we waited for the row
  select * into v_now from amity_private.sync_credentials
  where sync_connection_id = (v_opened.site).id and token_hash = v_hash;
  if not found
    or not amity_private.use_sync_challenge(v_now.sync_connection_id, v_sent.nonce, v_sent.number)
  then
    v_opened.site := null;
  elsif v_now.password_hash is distinct from v_before.password_hash then
    v_opened.password_fits := false;
  end if;
  return v_opened;
end;
$$;
