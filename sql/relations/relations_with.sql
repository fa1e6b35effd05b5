{% from 'foundation/client.macro' import definer %}
-- Those people, if they are not too many. Refuses: too_many_people.
create or replace function amity_private.require_at_most(people uuid[], most integer) returns uuid[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if cardinality(people) > most then
    perform amity_private.refuse('too_many_people', most::text);
  end if;
  return people;
end;
$$;

{% call definer(
  'relations_with', 'people uuid[], with_mutual boolean default false', 'table (
  person_id uuid, connection amity.connection_state, connection_id uuid,
  following boolean, followed_by boolean, blocking boolean,
  stepped_back boolean, stepped_back_until timestamptz, mutual_count bigint
)', because='it reads only what is mine: there is no more for policies to hide', to='authenticated',
  volatility='stable', sets=['plan_cache_mode = force_generic_plan', 'enable_seqscan = off'],
  says='What I am to each of at most 1000 people, in their order, each once: one row a person, also
    for an unknown id. stepped_back tells of me alone, and its until is null until I return. Never
    who blocked me. Refuses: too_many_people.'
) %}
declare
  v_me constant uuid := amity.me();
begin
  return query
  select
    asked.id,
    coalesce(ties.state, 'none'),
    ties.id,
    -- Neither joined nor asked by `exists`, for which all that I have could be read, however much
    -- that is.
    coalesce((
      select true from amity.follows where follower_id = v_me and followed_id = asked.id
    ), false),
    coalesce((
      select true from amity.follows where follower_id = asked.id and followed_id = v_me
    ), false),
    coalesce((
      select true from amity.blocks where blocker_id = v_me and blocked_id = asked.id
    ), false),
    distance.owner_id is not null,
    distance.until,
    case when with_mutual then coalesce(mutual.n, 0) end
  from (
    select given.id, min(given.position) as position
    from unnest(amity_private.require_at_most(people, 1000))
      with ordinality as given (id, position)
    where given.id is not null
    group by given.id
  ) as asked
  left join lateral (
    select connections.id,
      case
        when connections.status = 'accepted' then 'accepted'
        when connections.requester_id = asked.id then 'pending_received'
        else 'pending_sent'
      end::amity.connection_state as state
    from amity.connections
    where least(requester_id, recipient_id) = least(v_me, asked.id)
      and greatest(requester_id, recipient_id) = greatest(v_me, asked.id)
      and (connections.status = 'accepted' or amity_private.is_open(requested_at))
    limit 1
  ) as ties on true
  left join lateral (
    select owner_id, until from amity.step_backs
    where owner_id = v_me and step_backs.person_id = asked.id
      and not amity_private.has_passed(until)
    limit 1
  ) as distance on true
  left join amity_private.my_mutual_counts(case when with_mutual then people end) as mutual
    on mutual.person_id = asked.id
  order by asked.position;
end;
{% endcall %}
