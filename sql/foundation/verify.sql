{% from 'foundation/client.macro' import definer %}
-- Every kind brings `amity_private.verify_<kind>()`, which returns a row for each invariant that it
-- finds broken. Found by their name, so that a kind is added without editing this. One that cannot
-- look is told of, and the others still look.
{% call definer(
  'verify', '', 'table (kind text, invariant text, detail text)', volatility='stable',
  because='it reads the rows of all people',
  says="One row for each broken invariant, of every kind: expect none. Reads everything. For
    services."
) %}
declare
  v_check name;
begin
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
{% endcall %}
