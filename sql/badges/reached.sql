-- When a person last reached each of so many connections, according to the history, where each
-- connection adds one and each end takes one away; no row if never. All of it is read, once.
create or replace function amity_private.reached(person uuid, thresholds integer[])
returns table (threshold integer, reached_at timestamptz)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select steps.connections::integer, max(steps.occurred_at)
  from (
    select theirs.occurred_at, theirs.change,
      sum(theirs.change) over (order by theirs.occurred_at, theirs.entry) as connections
    from (
      select entry, occurred_at, case action when 'accepted' then 1 else -1 end as change
      from amity_private.connections_history
      where requester_id = person and action in ('accepted', 'removed')
      union all
      select entry, occurred_at, case action when 'accepted' then 1 else -1 end
      from amity_private.connections_history
      where recipient_id = person and action in ('accepted', 'removed')
    ) as theirs
    where thresholds <> '{}'
  ) as steps
  where steps.change = 1 and steps.connections = any (thresholds)
  group by steps.connections;
end;
$$;

-- Of one number; null if never.
create or replace function amity_private.reached_at(person uuid, threshold integer)
returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select reached.reached_at from amity_private.reached(person, array[threshold]) as reached
  );
end;
$$;
