-- Ids that sort by time, so that new rows land together at the end of an index.
-- Postgres 18 has them built in; before that: 48 bits of milliseconds, the version, 12 bits of the
-- fraction of the millisecond, then the variant and 62 random bits of a version 4 uuid.
do $$
begin
  if to_regprocedure('pg_catalog.uuidv7()') is not null then
    execute $sql$
      create or replace function amity.uuid_v7() returns uuid
      language plpgsql volatile parallel safe  -- inlining costs more than a call
      set search_path = pg_catalog, pg_temp
      as $body$
      begin
        return pg_catalog.uuidv7();
      end;
      $body$
    $sql$;
  else
    execute $sql$
      create or replace function amity.uuid_v7() returns uuid
      language plpgsql volatile parallel safe  -- planned once a session: see foundation/me.sql
      set search_path = pg_catalog, pg_temp
      as $body$
      declare
        v_now constant double precision := extract(epoch from clock_timestamp()) * 1000;
      begin
        return encode(
          substring(int8send(floor(v_now)::bigint) from 3)
          || int2send((28672 + floor((v_now - floor(v_now)) * 4096))::int2)
          || substring(uuid_send(gen_random_uuid()) from 9),
          'hex'
        )::uuid;
      end;
      $body$
    $sql$;
  end if;
end;
$$;

grant execute on function amity.uuid_v7() to authenticated, service_role;
comment on function amity.uuid_v7() is
  'A new version 7 uuid (RFC 9562): sorts by the moment it was made.';
