-- A new token: 32 random bytes as 43 characters of base64url. Postgres without extensions has only
-- random uuids, of 122 bits each: three of them are hashed into 256.
create or replace function amity_private.new_token() returns text
language sql volatile
return rtrim(translate(encode(sha256(
  uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
), 'base64'), '+/', '-_'), '=');

-- The SHA-256 of a token, which is stored instead of it. Fast is enough: no attacker can guess one
-- of 2^256 tokens, so attempts need not be counted. plpgsql, because what a function in SQL is given
-- can be logged (auto_explain.log_nested_statements).
create or replace function amity_private.hash_token(token text) returns bytea
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return sha256(convert_to(token, 'UTF8'));
end;
$$;
