-- For a person who is hidden from the caller, the host's table is asked for an id of no person: that
-- is as much work as for an id that was never there.
-- The profile of that person, if the caller may view it; else a row of nulls.
create or replace function amity_private.profile_of(person uuid) returns amity_private.profile
language plpgsql stable parallel safe security definer  -- people read no table of the host by this
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_id constant uuid := case
    when amity.can_view_profile(person) or amity.me() is null
      and amity_private.is_service_caller() then person
    else amity_private.nobody_for(person)
  end;
  v_profile amity_private.profile;
begin
  -- the host may have dropped a column, and the view along with it: see `amity doctor`
  if to_regclass('amity_private.host_profiles') is not null then
    select host.person_id, host.name, host.picture into v_profile
    from amity_private.host_profiles as host where host.person_id = v_id;
  end if;
  return v_profile;
end;
$$;

grant execute on function amity_private.profile_of(uuid) to authenticated, service_role;
