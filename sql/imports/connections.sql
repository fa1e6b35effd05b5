{% from 'imports/import.macro' import import_of %}
-- Accepts the pending requests between the people of these lines, and clears expired ones away.
-- Returns the lines whose request was accepted.
create or replace function amity_private.accept_asked_lines(lines amity_private.import_line[])
returns integer[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_hashjoin = off  -- few lines have one: their rows are looked up
set enable_mergejoin = off
as $$
declare
  v_accepted integer[];
begin
  if not exists (select from amity.connections where status = 'pending') then
    return '{}'::integer[];
  end if;

  with found as materialized (
    select line, agreed_at, (amity_private.hold_connection(one_id, other_id)).id
    from unnest(lines) cross join lateral (
      select status from amity.connections
      where least(requester_id, recipient_id) = least(one_id, other_id)
        and greatest(requester_id, recipient_id) = greatest(one_id, other_id)
      offset 0
    ) as asked
    where refused is null and status = 'pending'
  ), accepted as (
    update amity.connections as asked
    set status = 'accepted', responded_at = greatest(
      asked.requested_at, coalesce(found.agreed_at, clock_timestamp()))
    from found
    where asked.id = found.id
    returning asked.*, line
  ), remembered as (
    insert into amity_private.connections_history
      (connection_id, requester_id, recipient_id, action, cause, occurred_at)
    select id, requester_id, recipient_id, 'accepted', 'import', responded_at from accepted
  )
  select coalesce(array_agg(line), '{}') into v_accepted from accepted;
  return v_accepted;
end;
$$;

-- Writes what is not refused: rows, history and counts. The triggers that would do it row by row
-- are off: see hold.sql.
create or replace function amity_private.write_connections(
  lines amity_private.import_line[], batch text
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_accepted integer[];
  v_people uuid[];
  v_undo text := amity_private.disable_triggers('amity.connections');
begin
  v_accepted := amity_private.accept_asked_lines(lines);
  with made as (
    insert into amity.connections
      (id, requester_id, recipient_id, status, requested_at, responded_at)
    select amity_private.id_of_line(batch, line), one_id, other_id, 'accepted',
      coalesce(began_at, agreed_at, v_now), coalesce(agreed_at, v_now)
    from unnest(lines) where refused is null and line <> all (v_accepted)
    returning *
  )
  -- both entries of a connection one after the other: they are neighbours in every index
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, cause, occurred_at)
  select id, requester_id, recipient_id, entry.action, 'import', entry.occurred_at
  from made cross join lateral (values
    ('requested'::amity.connection_action, requested_at), ('accepted', responded_at)
  ) as entry (action, occurred_at)
  where entry.action = 'accepted' or requested_at < responded_at;
  execute v_undo;
  v_people := array(
    select unnest(array[one_id, other_id]) from unnest(lines) where refused is null);
  perform amity_private.add_to_tallies(v_people, 'connections');
  if exists (select from amity.badges where kept) then
    v_undo := amity_private.disable_triggers('amity.kept_badges');
    perform amity_private.award_imported(v_people);
    execute v_undo;
  end if;
end;
$$;

{{ import_of(
  'connections', 'requesters', 'recipients', ['requested_at', 'accepted_at'],
  'requester_id', 'recipient_id', either_way=true, standing="status = 'accepted'",
  myself='self_connection', exists='already_connected', ended=['removed', 'rejected'],
  setting='connections_enabled', refusal='connections_disabled',
  cap='max_connections', tally='connections',
  says="Makes connections that existed elsewhere, with their dates, all in one step; returns the
    lines that are refused, by their place: person_not_found, self_connection, date_in_future,
    date_invalid, dates_reversed, not_accepted (requested and never accepted), blocked,
    already_connected, ended_since, limit_reached. People are named by their id or by the host's
    key. Again is the same as once. For services. Refuses: import_busy, import_not_alone,
    import_too_large, connections_disabled, not_yours, isolation_unsupported."
) }}
