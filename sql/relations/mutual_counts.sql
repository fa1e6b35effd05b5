-- For many people at once: what I have is gathered once, and theirs are looked up in it.
create or replace function amity_private.my_mutual_counts(people uuid[])
returns table (person_id uuid, n bigint)
language plpgsql stable security definer
-- who they know is not mine to see, only how many I know too
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  if people is null then
    return;
  end if;
  return query
  with asked as materialized (
    select given.id, amity_private.found_as(given.id, v_me) as found_as
    from (select distinct unnest(people)) as given (id)
  ), theirs as materialized (  -- once for each of them, and not for each of mine
    select asked.id, known.id as known_id
    from asked cross join lateral amity_private.connected_people(asked.found_as) as known (id)
    where asked.id <> v_me
      and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = asked.id)
  )
  select theirs.id, count(*)
  from theirs
  where theirs.known_id in (
    select mine.id from amity_private.connected_people(v_me) as mine (id)
  )
  group by theirs.id;
end;
$$;

grant execute on function amity_private.my_mutual_counts(uuid[]) to authenticated;
comment on function amity_private.my_mutual_counts(uuid[]) is
  'How many people each of those and I both know; nobody across a block, and no row for none.';
