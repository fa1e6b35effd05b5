{% from 'foundation/client.macro' import definer %}
-- Others' counts: only where the host makes them public, and never across a block.

{% call definer(
  'counts_of', 'person uuid', 'table (connections bigint, followers bigint, following bigint)',
  because="tallies, settings and others' blocks are not granted", to='authenticated',
  volatility='stable', says="The counts of a person: mine always, others' where the setting
    counts_are_public is on. No row otherwise, for an unknown id, and across a block."
) %}
declare
  v_me constant uuid := amity.me();
  v_person constant uuid := amity_private.found_as(person, v_me);
begin
  if person is distinct from v_me
    and not amity_private.setting_is_on('counts_are_public') then
    return;
  end if;
  return query
  select
    amity_private.tally_of(people.id, 'connections'),
    amity_private.tally_of(people.id, 'followers'),
    amity_private.tally_of(people.id, 'following')
  from amity.people
  where people.id = v_person
    and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = person);
end;
{% endcall %}
