-- A service may write for others. It is told by its role, never by missing claims: somebody signed
-- in with broken claims is nobody, not a service.
create or replace function amity_private.is_service() returns boolean
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return pg_has_role(current_user, 'service_role', 'usage')
    or pg_has_role(
      current_user,
      (select owned.nspowner from pg_catalog.pg_namespace as owned where owned.nspname = 'amity'),
      'usage'
    );
end;
$$;

grant execute on function amity_private.is_service() to authenticated, service_role;
comment on function amity_private.is_service() is
  'Whether the current role may write for others: service_role, the owner of the schema, a '
  'superuser.';
