{% from 'foundation/client.macro' import definer %}
{% call definer(
  'profiles_of', 'people uuid[]', 'setof amity.profiles', to='authenticated, service_role',
  volatility='stable', because='it asks for each of the people only what the caller may view',
  says="The profiles of at most 1000 people, in their order, each once: none of a person whose
    profile I may not view, and none of an unknown id. Refuses: too_many_people."
) %}
begin
  return query
  select profile.*
  from (
    select given.id, min(given.position) as position
    from unnest(amity_private.require_at_most(people, 1000))
      with ordinality as given (id, position)
    group by given.id
  ) as asked
  cross join lateral amity_private.embedded_profile(asked.id) as profile
  order by asked.position;
end;
{% endcall %}
