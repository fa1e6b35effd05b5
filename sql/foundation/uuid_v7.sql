-- Ids that sort by time, so that new rows land together at the end of an index.
-- Postgres 18 has them built in; before that: 48 bits of milliseconds, the version, 12 bits of the
-- fraction of the millisecond, then the variant and 62 random bits of a version 4 uuid.
do $$
begin
  execute format(
    $sql$
      create or replace function amity.uuid_v7() returns uuid
      language plpgsql volatile parallel safe  -- planned once a session: see foundation/me.sql
      set search_path = pg_catalog, pg_temp
      as $body$
      begin
        return %s;
      end;
      $body$
    $sql$,
    case when to_regprocedure('pg_catalog.uuidv7()') is not null then 'pg_catalog.uuidv7()'
    else $before$(
          overlay(
            lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 4096000)::bigint), 15, '0')
            placing '7' from 13 for 0
          ) || right(gen_random_uuid()::text, 17)
        )::uuid$before$ end
  );
end;
$$;

grant execute on function amity.uuid_v7() to authenticated, service_role;
comment on function amity.uuid_v7() is
  'A new version 7 uuid (RFC 9562): sorts by the moment it was made.';
