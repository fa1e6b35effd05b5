{% from 'foundation/client.macro' import definer %}
-- The number of connections of each person who has any and is not across a block from me: places
-- are given among those, so that no gap betrays a block.
create or replace function amity_private.visible_standings()
returns table (person_id uuid, connections bigint)
language sql stable
begin atomic
  select tallies.person_id, sum(tallies.n)
  from amity_private.tallies
  where tallies.what = 'connections'
    and tallies.person_id not in (
      select blocked_id from amity.blocks where blocker_id = amity.me()
      union all
      select blocker_id from amity.blocks where blocked_id = amity.me()
    )
  group by tallies.person_id
  having sum(tallies.n) > 0;
end;

{% call definer(
  'leaderboard', 'max_rows integer default 10',
  'table (person_id uuid, connections bigint, place bigint)', to='authenticated',
  volatility='stable', because="tallies and others' blocks are not granted",
  says="Who has the most connections, at most 100 people, and my own place wherever it is; equal
    counts share a place. None without connections, and none across a block. Reads the count of all
    people. Refuses: leaderboard_disabled."
) %}
declare
  v_me constant uuid := amity.me();
  v_mine constant bigint := amity_private.tally_of(v_me, 'connections');
  v_am_on_it boolean := v_mine = 0;
begin
  if not amity_private.setting_is_on('leaderboard_enabled') then
    perform amity_private.refuse('leaderboard_disabled');
  end if;
  for person_id, connections, place in
    -- those above them are among them: a place here is a place among all
    select first.person_id, first.connections, rank() over (order by first.connections desc)
    from (
      select standings.* from amity_private.visible_standings() as standings
      order by standings.connections desc, standings.person_id
      limit least(greatest(coalesce(max_rows, 10), 0), 100)
    ) as first
    order by first.connections desc, first.person_id
  loop
    v_am_on_it := v_am_on_it or person_id = v_me;
    return next;
  end loop;
  -- my own place is always told
  if not v_am_on_it then
    return query
    select v_me, v_mine, 1 + count(*) from amity_private.visible_standings() as above
    where above.connections > v_mine;
  end if;
end;
{% endcall %}
