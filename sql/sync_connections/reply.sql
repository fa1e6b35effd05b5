-- A refusal as a row: see amity.sync_authorization.
create or replace function amity_private.sync_refuse(
  slug text, variadic details text[] default '{}'
) returns amity.sync_authorization
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  -- a row in any case: none would be taken for no refusal
  select row(false, asked.slug, refusals.status, format(refusals.message, variadic details),
    format(refusals.hint, variadic details), null, null, null)::amity.sync_authorization
  from (values (sync_refuse.slug)) as asked (slug)
  left join amity_private.refusals on refusals.slug = asked.slug;
end;

-- The permission as a row.
create or replace function amity_private.sync_allow(
  connection uuid, transfer uuid default null, rows_granted integer default null
) returns amity.sync_authorization
language sql immutable
return row(true, null, 200, null, null, connection, transfer, rows_granted)
  ::amity.sync_authorization;

-- The status of the response of PostgREST. An error with that status would roll back what was
-- counted.
create or replace function amity_private.say_sync_status(http_status smallint) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('response.status', http_status::text, true);
end;
$$;
