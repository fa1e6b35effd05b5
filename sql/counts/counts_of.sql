-- Others' counts: only where the host makes them public, and never across a block.
create or replace function amity_private.counts_of(person uuid)
returns table (connections bigint, followers bigint, following bigint)
language plpgsql stable security definer
-- tallies, settings and others' blocks are not granted
set search_path = pg_catalog, pg_temp
as $$
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
$$;

create or replace function amity.counts_of(person uuid)
returns table (connections bigint, followers bigint, following bigint)
language sql stable
begin atomic
  select theirs.connections, theirs.followers, theirs.following
  from amity_private.counts_of(person) as theirs;
end;

grant execute on function amity_private.counts_of(uuid) to authenticated;
grant execute on function amity.counts_of(uuid) to authenticated;
comment on function amity.counts_of(uuid) is
  'The counts of a person: mine always, others'' where the setting counts_are_public is on. No row '
  'otherwise, for an unknown id, and across a block.';
