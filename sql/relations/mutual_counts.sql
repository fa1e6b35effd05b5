-- For many people at once: the lists of my own connections are read, and those who were asked about
-- are looked up in them. Their own lists never are: the work does not tell how many they know. Asked
-- by what runs as the owner: the connections of others are not mine to see.
create or replace function amity_private.my_mutual_counts(people uuid[])
returns table (person_id uuid, n bigint)
language plpgsql stable
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
    where given.id <> v_me
      and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = given.id)
  )
  select asked.id, count(*)
  from amity_private.connected_people(v_me) as mine (id)
  cross join lateral (
    -- offset: each list is read once, and not searched for each of the people
    select known.id from amity_private.connected_people(mine.id) as known (id) offset 0
  ) as theirs
  join asked on asked.found_as = theirs.id
  group by asked.id;
end;
$$;
