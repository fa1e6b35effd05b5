-- Caps. Each person is held while their rows are counted, so that two cannot race for the last
-- place; without a cap nothing is held and nothing counted, and with one no more is counted than it
-- allows.

-- Refuses where either person has max_connections already: limit_reached.
create or replace function amity_private.refuse_too_many_connections(
  one uuid, other uuid, cap integer default amity_private.setting_number('max_connections')
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count bigint;
begin
  if cap is null then
    return;
  end if;
  perform amity_private.lock_people(one, other);
  select max(counts.n) into v_count
  from unnest(array[one, other]) as people (id)
  cross join lateral (
    select count(*) as n from (
      select from amity.connections where requester_id = people.id and status = 'accepted'
      union all
      select from amity.connections where recipient_id = people.id and status = 'accepted'
      limit cap
    ) as theirs
  ) as counts;
  if v_count >= cap then
    perform amity_private.refuse('limit_reached', 'max_connections', cap::text);
  end if;
end;
$$;

-- Refuses where the requester has max_pending_sent unanswered requests already: limit_reached.
create or replace function amity_private.refuse_too_many_requests(requester uuid, cap integer)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count bigint;
begin
  perform amity_private.lock_people(requester);
  select count(*) into v_count
  from amity.connections
  where requester_id = requester and status = 'pending'
    and amity_private.is_open(requested_at);
  if v_count >= cap then
    perform amity_private.refuse('limit_reached', 'max_pending_sent', cap::text);
  end if;
end;
$$;
