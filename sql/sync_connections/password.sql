{% from 'foundation/client.macro' import definer %}
-- The bcrypt of a password, with the given salt or a new one, by pgcrypto in whichever schema; null
-- for null, and without pgcrypto. A person chooses a password, so the hash is slow and salted. It
-- is taken of the SHA-256, because bcrypt reads only 72 bytes.
create or replace function amity_private.crypt_sync_password(password text, salt text) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema constant regnamespace := (
    select extnamespace from pg_extension where extname = 'pgcrypto'
  );
  v_hash text;
begin
  if v_schema is null then
    return null;
  end if;
  execute format('select %1$s.crypt($1, coalesce($2, %1$s.gen_salt(''bf'', 10)))', v_schema)
    into v_hash using encode(sha256(convert_to(password, 'UTF8')), 'hex'), salt;
  return v_hash;
end;
$$;

-- Whether a password opens a connection. Any does where the connection has none; none does without
-- pgcrypto.
create or replace function amity_private.sync_password_fits(connection uuid, password text)
returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hash constant text := (
    select password_hash from amity_private.sync_credentials where sync_connection_id = connection
  );
begin
  return v_hash is null
    or coalesce(amity_private.crypt_sync_password(coalesce(password, ''), v_hash) = v_hash, false);
end;
$$;

{% call definer(
  'set_sync_password', 'connection uuid, password text, actor uuid default null', 'void',
  because='the credentials are not granted',
  says="Gives a sending connection a password on top of its token; null or empty takes it away. For
    services. Refuses: sync_connection_not_found, sync_wrong_direction, sync_passwords_unavailable
    (without the extension pgcrypto)."
) %}
declare
  v_connection constant amity.sync_connections :=
    amity_private.hold_sync_connection(connection, 'sender');
  v_hash constant text := amity_private.crypt_sync_password(nullif(password, ''), null);
begin
  if v_hash is null and password <> '' then
    perform amity_private.refuse('sync_passwords_unavailable');
  end if;
  insert into amity_private.sync_credentials (sync_connection_id, password_hash)
  values (connection, v_hash)
  on conflict (sync_connection_id) do update set password_hash = excluded.password_hash;
  update amity.sync_connections
  set password_set_at = case when v_hash is not null then clock_timestamp() end
  where id = connection;
  perform amity_private.note_sync(v_connection,
    case when v_hash is null then 'password_cleared' else 'password_set' end
      ::amity.sync_connection_action,
    coalesce(actor, amity.me()));
end;
{% endcall %}
