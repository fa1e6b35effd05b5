-- The owner of the schema and of all that is in it. A definer runs as its own owner: that spares
-- the many triggers that ask a look at the catalog.
create or replace function amity_private.owner() returns name
language plpgsql stable parallel safe security definer  -- that is how it is told
set search_path = pg_catalog, pg_temp
as $$
begin
  return current_user;
end;
$$;

-- Whether the current role is a service, which may write for others: service_role, the owner of the
-- schema, a superuser. Never told by missing claims, which broken ones would look like.
create or replace function amity_private.is_service() returns boolean
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return pg_has_role(current_user, 'service_role', 'usage')
    or pg_has_role(current_user, amity_private.owner(), 'usage');
end;
$$;

grant execute on function amity_private.owner() to authenticated, service_role;
grant execute on function amity_private.is_service() to authenticated, service_role;
