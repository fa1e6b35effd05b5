-- When a person last reached so many connections, according to the history, where each connection
-- adds one and each end takes one away; null if never.
create or replace function amity_private.reached_at(person uuid, threshold integer)
returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select max(steps.occurred_at)
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
    ) as steps
    where steps.change = 1 and steps.connections = reached_at.threshold
  );
end;
$$;
