-- A view that only shows says so itself, and what to use in its place: Postgres' own error would
-- reach a client as a fault of the server. Refuses: not_writable.
create or replace function amity_private.tg_views__refuse_writes() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.refuse('not_writable', tg_argv[0]);
  return null;
end;
$$;
