-- Whether the current role is a service, which may write for others: service_role, the owner of the
-- schema, a superuser. Never told by missing claims, which broken ones would look like.
create or replace function amity_private.is_service() returns boolean
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner oid;
begin
  if pg_has_role(current_user, 'service_role', 'usage') then
    return true;
  end if;
  select nspowner into v_owner from pg_namespace where nspname = 'amity';
  return pg_has_role(current_user, v_owner, 'usage');
end;
$$;

grant execute on function amity_private.is_service() to authenticated, service_role;
