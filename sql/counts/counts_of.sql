-- Others' counts: only where the host makes them public, and never across a block.
create or replace function amity_private.counts_of(person uuid)
returns table (connections bigint, followers bigint, following bigint)
language sql stable security definer  -- tallies, settings and others' blocks are not granted
set search_path = pg_catalog, pg_temp
begin atomic
  select
    amity_private.tally_of(people.id, 'connections'),
    amity_private.tally_of(people.id, 'followers'),
    amity_private.tally_of(people.id, 'following')
  from amity.people
  where people.id = counts_of.person
    and (people.id = amity.me() or amity_private.setting_is_on('counts_are_public'))
    and not exists (
      select from amity.blocks
      where (blocker_id = people.id and blocked_id = amity.me())
        or (blocker_id = amity.me() and blocked_id = people.id)
    );
end;

create or replace function amity.counts_of(person uuid)
returns table (connections bigint, followers bigint, following bigint)
language sql stable
begin atomic
  select theirs.connections, theirs.followers, theirs.following
  from amity_private.counts_of(person) as theirs;
end;

revoke execute on function amity_private.counts_of(uuid) from public;
revoke execute on function amity.counts_of(uuid) from public;
grant execute on function amity_private.counts_of(uuid) to authenticated;
grant execute on function amity.counts_of(uuid) to authenticated;
comment on function amity_private.counts_of(uuid) is 'What amity.counts_of() returns.';
comment on function amity.counts_of(uuid) is
  'The counts of a person: mine always, others'' where the setting counts_are_public is on. No row '
  'otherwise, for somebody unknown, and across a block.';
