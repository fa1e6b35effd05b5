create or replace function amity.detach_profiles() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_service();
  create or replace view amity_private.host_profiles with (security_invoker = true) as
  select null::uuid as person_id, null::text as name, null::text as picture where false;
end;
$$;

comment on function amity.detach_profiles() is
  'Shows no names and pictures any more: your table can be altered and dropped again. For the owner '
  'of the schema.';
