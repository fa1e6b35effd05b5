-- The time in milliseconds and a secret, from which the ids of a batch are made as amity.uuid_v7()
-- makes them. Strong random bits cost as much as a row: they are taken once for a batch, and hashed
-- with the number of each line.
create or replace function amity_private.new_batch() returns text
language sql volatile
return lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
  || gen_random_uuid();

-- The id, a version 7 uuid, of the row that a line of that batch becomes.
create or replace function amity_private.id_of_line(batch text, line integer) returns uuid
language sql immutable parallel safe
-- the moment, the version, twelve bits, the variant, and the rest
return overlay(
  overlay(md5(batch || line::text) placing left(batch, 12) || '7' from 1) placing '8' from 17
)::uuid;
