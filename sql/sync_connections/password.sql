{% from 'foundation/client.macro' import definer %}
-- The bcrypt of the SHA-256 of a password (bcrypt reads only 72 bytes), with the given salt or a new
-- one, by pgcrypto in whichever schema; null for null, and without pgcrypto. A person chooses a
-- password, so the hash is slow and salted.
create or replace function amity_private.crypt_sync_password(hashed text, salt text) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema constant regnamespace := (
    select extnamespace from pg_extension where extname = 'pgcrypto'
  );
  v_hash text;
  v_done text;
begin
  if v_schema is null then
    return null;
  end if;
  -- not as a parameter, which logging of nested statements would show
  v_done := set_config('amity.hashed', hashed, true);
  execute format(
    'select %1$s.crypt(nullif(current_setting(''amity.hashed''), ''''), '
    'coalesce($1, %1$s.gen_salt(''bf'', 10)))', v_schema) into v_hash using salt;
  v_done := set_config('amity.hashed', '', true);
  return v_hash;
end;
$$;

-- What is hashed slowly. plpgsql, because what a function in SQL is given can be logged.
create or replace function amity_private.hash_sync_password(password text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return encode(sha256(convert_to(password, 'UTF8')), 'hex');
end;
$$;

-- Whether a password opens a connection, by its hash. Any does where the connection has none; none
-- does without pgcrypto, and after ten wrong ones in a minute, when none is hashed.
create or replace function amity_private.sync_password_fits(
  credentials amity_private.sync_credentials, hashed text
) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return credentials.password_hash is null or coalesce(
    amity_private.check_sync_times(credentials.wrong_passwords, 10) is null
      and amity_private.crypt_sync_password(hashed, credentials.password_hash)
        = credentials.password_hash,
    false
  );
end;
$$;

-- The check of a password, which was compared before the row was locked. Counts a wrong one; after
-- ten in a minute the right one is refused as well, so that who guesses learns nothing.
create or replace function amity_private.check_sync_password(connection uuid, fits boolean)
returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wrong constant timestamptz[] := (
    select wrong_passwords from amity_private.sync_credentials where sync_connection_id = connection
  );
  v_refusal amity.sync_authorization := amity_private.check_sync_times(v_wrong, 10);
begin
  if v_refusal is null and not fits then
    update amity_private.sync_credentials
    set wrong_passwords = amity_private.noted_within_a_minute(v_wrong)
    where sync_connection_id = connection;
    v_refusal := amity_private.sync_refuse('sync_invalid_password');
  end if;
  return v_refusal;
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
  v_hash constant text := amity_private.crypt_sync_password(
    amity_private.hash_sync_password(nullif(password, '')), null);
begin
  if v_hash is null and password <> '' then
    perform amity_private.refuse('sync_passwords_unavailable');
  end if;
  insert into amity_private.sync_credentials (sync_connection_id, password_hash)
  values (connection, v_hash)
  on conflict (sync_connection_id) do update
  set password_hash = excluded.password_hash, wrong_passwords = '{}';
  update amity.sync_connections
  set password_set_at = case when v_hash is not null then clock_timestamp() end
  where id = connection;
  perform amity_private.note_sync(v_connection,
    case when v_hash is null then 'password_cleared' else 'password_set' end
      ::amity.sync_connection_action,
    coalesce(actor, amity.me()));
end;
{% endcall %}
