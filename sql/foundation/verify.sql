-- Every kind brings `amity_private.verify_<kind>()`, which returns a row for each invariant that it
-- finds broken. Found by their name, so that a kind is added without editing this. One that cannot
-- look is told of, and the others still look.
create or replace function amity_private.verify()
returns table (kind text, invariant text, detail text)
language plpgsql stable security definer  -- it reads every row of everybody
set search_path = pg_catalog, pg_temp
as $$
declare
  v_check name;
begin
  perform amity_private.require_service_caller('amity_private.verify()');
  for v_check in
    select proname from pg_proc
    where pronamespace = 'amity_private'::regnamespace and proname like 'verify\_%' and pronargs = 0
      and amity_private.is_owner(proowner)
    order by proname
  loop
    kind := substr(v_check, length('verify_') + 1);
    begin
      for invariant, detail in execute format('select * from amity_private.%I()', v_check) loop
        return next;
      end loop;
    exception
      when others then
        invariant := 'can_be_verified';
        detail := sqlerrm;
        return next;
    end;
  end loop;
end;
$$;

create or replace function amity.verify() returns table (kind text, invariant text, detail text)
language sql stable
begin atomic
  select broken.kind, broken.invariant, broken.detail from amity_private.verify() as broken;
end;

grant execute on function amity_private.verify() to service_role;
grant execute on function amity.verify() to service_role;
comment on function amity.verify() is
  'One row for each broken invariant, of every kind: none, ever. Reads everything. For services.';
