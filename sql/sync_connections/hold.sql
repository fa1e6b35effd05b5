-- Whatever is decided about a connection is decided while its row is held. Locks are taken in this
-- order: the connection, its gate, a transfer of it.
create or replace function amity_private.hold_sync_connection(connection uuid)
returns amity.sync_connections
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
  end if;
  return v_connection;
end;
$$;

-- The connection that a token opens, or null: the same three steps, whether or not it opens any.
create or replace function amity_private.open_sync_connection(token text)
returns amity.sync_connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hash constant bytea := amity_private.hash_sync_token(coalesce(token, ''));
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

comment on function amity_private.hold_sync_connection(uuid) is
  'The row of a sync connection, held until the transaction ends. Refuses: '
  'sync_connection_not_found, isolation_unsupported.';
comment on function amity_private.open_sync_connection(text) is
  'The row of the sync connection that a token opens, held until the transaction ends; or null. '
  'Refuses: isolation_unsupported.';
