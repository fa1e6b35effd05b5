{% from 'foundation/client.macro' import definer %}
-- Friends of friends, those with the most friends in common first. The people left out are gathered
-- once, so that the many candidates are only looked up among them.

{% call definer(
  'connection_suggestions', 'max_rows integer default 10',
  'table (person_id uuid, mutual_count bigint)', to='authenticated', volatility='stable',
  because='the friends of my friends are not mine to see, only those they share with me',
  sets=['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'jit = off'],
  says='People I may know: connected with my connections, most in common first, at most 1000.
    Never me, a person I am connected with or have a request with, blocked either way, or
    dismissed.'
) %}
declare
  v_me constant uuid := amity.me();
  v_open_after constant timestamptz := amity_private.requests_open_after();
begin
  return query
  select candidates.id, count(*)
  from amity_private.connected_people(v_me) as mine (id)
  cross join lateral (
    -- offset: the two sides are one list, and the people left out are gathered once
    select known.id from amity_private.connected_people(mine.id) as known (id) offset 0
  ) as candidates
  where candidates.id <> v_me
    and candidates.id not in (
      select recipient_id from amity.connections
      where requester_id = v_me and (status = 'accepted' or requested_at > v_open_after)
      union all
      select requester_id from amity.connections
      where recipient_id = v_me and (status = 'accepted' or requested_at > v_open_after)
      union all
      select blocked_id from amity.blocks where blocker_id = v_me
      union all
      select blocker_id from amity.blocks where blocked_id = v_me
      union all
      select dismissed.person_id from amity.dismissed_suggestions as dismissed
      where dismissed.owner_id = v_me
    )
  group by candidates.id
  order by count(*) desc, candidates.id
  limit least(greatest(coalesce(max_rows, 10), 0), 1000);
end;
{% endcall %}
