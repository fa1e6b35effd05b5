-- A refusal as a row: see amity.sync_authorization.
create or replace function amity_private.sync_refuse(
  slug text, variadic details text[] default '{}'
) returns amity.sync_authorization
language sql stable
begin atomic
  select row(false, refusals.slug, refusals.status, format(refusals.message, variadic details),
    format(refusals.hint, variadic details), null, null, null)::amity.sync_authorization
  from amity_private.refusals
  where refusals.slug = sync_refuse.slug;
end;
