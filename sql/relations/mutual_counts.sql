-- For many people at once: what I have is gathered once, and theirs are looked up in it.
create or replace function amity_private.my_mutual_counts(people uuid[])
returns table (person_id uuid, n bigint)
language sql stable security definer  -- who they know is not mine to see, only how many I know too
set search_path = pg_catalog, pg_temp
begin atomic
  with mine as materialized (
    select known.id from amity_private.connected_people(amity.me()) as known (id)
    where cardinality(people) > 0
  )
  select asked.id, count(*)
  from (select distinct unnest(people) as id) as asked
  cross join lateral amity_private.connected_people(asked.id) as theirs (id)
  where theirs.id in (select mine.id from mine)
    and asked.id <> (select amity.me())
    and not exists (
      select from amity.blocks
      where blocker_id = (select amity.me()) and blocked_id = asked.id
    )
    and not exists (
      select from amity.blocks
      where blocker_id = asked.id and blocked_id = (select amity.me())
    )
  group by asked.id;
end;

revoke execute on function amity_private.my_mutual_counts(uuid[]) from public;
grant execute on function amity_private.my_mutual_counts(uuid[]) to authenticated;
comment on function amity_private.my_mutual_counts(uuid[]) is
  'How many people each of those and I both know; nobody across a block, and no row for none.';
