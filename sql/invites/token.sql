-- 32 random bytes as 43 characters of base64url. Postgres by itself has no other source of them
-- than random uuids, of which each brings 122 bits; three of them, 366 bits, are hashed into 256.
create or replace function amity_private.new_invite_token() returns text
language sql volatile
return rtrim(translate(encode(sha256(
  uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
), 'base64'), '+/', '-_'), '=');

-- Nobody guesses one of 2^256 tokens, so a fast hash is enough, and attempts need not be counted.
create or replace function amity_private.hash_invite_token(token text) returns bytea
language sql stable
return sha256(convert_to(token, 'UTF8'));

comment on function amity_private.new_invite_token() is
  'A new token: 32 random bytes in base64url.';
comment on function amity_private.hash_invite_token(text) is
  'What is kept of a token: its SHA-256.';
