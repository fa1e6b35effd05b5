-- What only a service may do asks for it, whatever role was granted it since.
-- Refuses all but a service, the owner of the schema and a superuser: services_only.
create or replace function amity_private.require_service() returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not amity_private.is_service() then
    perform amity_private.refuse('services_only');
  end if;
end;
$$;

grant execute on function amity_private.require_service() to authenticated, service_role;

-- Inside a definer, whose current_user is its owner, the caller is the role that was set, or that
-- logged in. Asked by definers alone.
-- Whether the caller of a definer is a service.
create or replace function amity_private.is_service_caller() returns boolean
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller constant name := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
  return pg_has_role(v_caller, 'service_role', 'usage')
    or pg_has_role(v_caller, amity_private.owner(), 'usage');
end;
$$;

-- A caller without a grant of the function came through a definer of the host's, such as one by
-- which people delete their own account: that one decides for itself.
-- Inside a definer: refuses a caller who may call it and is no service: services_only.
create or replace function amity_private.require_service_caller(called regprocedure) returns void
language plpgsql stable security definer  -- amity_sync, whose function calls it, may not refuse
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller constant name := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
  if has_function_privilege(v_caller, called, 'execute')
    and not amity_private.is_service_caller()
  then
    perform amity_private.refuse('services_only');
  end if;
end;
$$;
