-- A proof is made as in SCRAM: the SHA-256 of the token, xor an HMAC under what is stored, its
-- SHA-256. So it shows the token's hash once, to the site that stores its hash. Neither what
-- is stored nor a proof that was logged opens anything. All of these are plpgsql, whose variables
-- no logging of nested statements shows.
create or replace function amity_private.xor_bytes(one bytea, other bytea) returns bytea
language plpgsql immutable strict
set search_path = pg_catalog, pg_temp
as $$
declare
  v_result bytea := one;
begin
  for v_at in 0 .. length(one) - 1 loop
    v_result := set_byte(v_result, v_at, get_byte(one, v_at) # get_byte(other, v_at));
  end loop;
  return v_result;
end;
$$;

-- HMAC with SHA-256 (RFC 2104), under a key of 32 bytes. Postgres without pgcrypto has none.
create or replace function amity_private.hmac_sha256(key bytea, message text) returns bytea
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key constant bytea := key || decode(repeat('00', 32), 'hex');
begin
  return sha256(
    amity_private.xor_bytes(v_key, decode(repeat('5c', 64), 'hex'))
    || sha256(amity_private.xor_bytes(v_key, decode(repeat('36', 64), 'hex'))
      || convert_to(message, 'UTF8'))
  );
end;
$$;

-- What a request sends as its token and password: themselves, or proofs. A proof of the token is
-- nonce.number.proof, and with it a password is its SHA-256, xor an HMAC under the token's. Returns
-- the SHA-256 of both, the password's in hexadecimal; and of a proof its nonce and its number.
create or replace function amity_private.read_sync_secrets(
  token text, password text, out key bytea, out hashed text, out nonce uuid, out number bigint
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts constant text[] := regexp_match(left(token, 200),
    '^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[.]([0-9]{1,9})[.]([0-9a-f]{64})$');
  v_stored bytea;
begin
  if v_parts is null then
    key := amity_private.hash_token(coalesce(token, ''));
    hashed := amity_private.hash_sync_password(coalesce(password, ''));
    return;
  end if;
  nonce := v_parts[1]::uuid;
  number := v_parts[2]::bigint;
  select credentials.token_hash into v_stored
  from amity_private.sync_challenges as challenges
  join amity_private.sync_credentials as credentials using (sync_connection_id)
  where challenges.nonce = read_sync_secrets.nonce;
  key := amity_private.xor_bytes(decode(v_parts[3], 'hex'), amity_private.hmac_sha256(
    v_stored, format('token %s %s', nonce, number)));
  hashed := case when password ~ '^[0-9a-f]{64}$' then encode(amity_private.xor_bytes(
    decode(password, 'hex'),
    amity_private.hmac_sha256(key, format('password %s %s', nonce, number))
  ), 'hex') end;
end;
$$;

-- Takes the nonce of a proof for the request of that number; false if it is over, or proved with
-- this number or a later one. True without a nonce, for what was no proof.
create or replace function amity_private.use_sync_challenge(
  connection uuid, nonce uuid, number bigint
) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update amity_private.sync_challenges as challenges
  set requests = number, used_at = clock_timestamp()
  where challenges.nonce = use_sync_challenge.nonce and sync_connection_id = connection
    and requests < number and used_at > clock_timestamp() - interval '5 minutes';
  return found or use_sync_challenge.nonce is null;
end;
$$;
