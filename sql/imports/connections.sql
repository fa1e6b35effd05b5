-- Writes what is not refused: rows, history, and what they are counted in. The triggers that would
-- do it row by row are off.
create or replace function amity_private.write_connections(lines amity_private.import_line[])
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_silent constant name[] := array[
    '_100_ask', '_100_answer', '_500_count_new', '_500_count_accepted', '_600_award_new',
    '_600_award_accepted', '_700_keep_pace', '_900_remember'
  ];
  v_now constant timestamptz := clock_timestamp();
begin
  -- a request that has expired makes room, as it does for anybody
  perform amity_private.clear_ended_request(requester_id, recipient_id)
  from amity.connections join unnest(lines)
    on least(requester_id, recipient_id) = least(one_id, other_id)
    and greatest(requester_id, recipient_id) = greatest(one_id, other_id)
  where refused is null and status = 'pending';
  perform amity_private.switch_triggers('amity.connections', v_silent, false);

  with accepted as (
    update amity.connections as asked
    set status = 'accepted',
      responded_at = greatest(asked.requested_at, coalesce(agreed_at, began_at, v_now))
    from unnest(lines)
    where refused is null and asked.status = 'pending'
      and least(requester_id, recipient_id) = least(one_id, other_id)
      and greatest(requester_id, recipient_id) = greatest(one_id, other_id)
    returning asked.*, line
  ), made as (
    insert into amity.connections (requester_id, recipient_id, status, requested_at, responded_at)
    select one_id, other_id, 'accepted', coalesce(began_at, agreed_at, v_now), coalesce(agreed_at, began_at, v_now)
    from unnest(lines)
    where refused is null and line not in (select accepted.line from accepted)
    order by one_id  -- neighbours in the indexes
    returning *
  )
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, cause, occurred_at)
  select id, requester_id, recipient_id, action, 'import', occurred_at
  from (
    select id, requester_id, recipient_id, 'requested'::amity.connection_action as action,
      requested_at as occurred_at, 1 as step
    from made where requested_at < responded_at
    union all
    select id, requester_id, recipient_id, 'accepted', responded_at, 2 from made
    union all
    select id, requester_id, recipient_id, 'accepted', responded_at, 2 from accepted
  ) as entries
  order by step, requester_id;
  perform amity_private.switch_triggers('amity.connections', v_silent, true);
end;
$$;

create or replace function amity_private.import_connections(
  requesters text[], recipients text[], requested timestamptz[], accepted timestamptz[]
) returns setof amity_private.import_line
language plpgsql volatile security definer  -- it writes for everybody, and past the row triggers
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
  v_lines amity_private.import_line[];
begin
  perform amity_private.begin_import(cardinality(requesters));
  if not amity_private.setting_is_on('connections_enabled') then
    perform amity_private.refuse('connections_disabled');
  end if;
  v_lines := amity_private.judge_connections(requesters, recipients, requested, accepted);
  perform amity_private.hold_people(v_lines);
  perform amity_private.write_connections(v_lines);
  perform amity_private.count_connections(v_lines);
  return query select * from unnest(v_lines) where refused is not null order by line;
exception
  when lock_not_available or deadlock_detected then
    perform amity_private.refuse('import_busy');
end;
$$;

create or replace function amity_private.count_connections(lines amity_private.import_line[])
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_people constant uuid[] := array(
    select unnest(array[one_id, other_id]) from unnest(lines) where refused is null
  );
begin
  perform amity_private.add_to_tallies(v_people, 'connections');
  perform amity_private.award_imported(v_people);
end;
$$;

create or replace function amity.import_connections(
  requesters text[], recipients text[],
  requested_at timestamptz[] default null, accepted_at timestamptz[] default null
) returns table (line integer, refused text)
language sql volatile
begin atomic
  select lines.line, lines.refused
  from amity_private.import_connections(requesters, recipients, requested_at, accepted_at) as lines;
end;

revoke execute on function amity_private.write_connections(amity_private.import_line[]) from public;
revoke execute on function amity_private.count_connections(amity_private.import_line[]) from public;
revoke execute on function amity_private.import_connections(
  text[], text[], timestamptz[], timestamptz[]
) from public;
revoke execute on function amity.import_connections(text[], text[], timestamptz[], timestamptz[])
  from public;
grant execute on function amity_private.import_connections(
  text[], text[], timestamptz[], timestamptz[]
) to service_role;
grant execute on function amity.import_connections(text[], text[], timestamptz[], timestamptz[])
  to service_role;
comment on function amity_private.write_connections(amity_private.import_line[]) is
  'Writes connections and their history, for each line that is not refused.';
comment on function amity_private.count_connections(amity_private.import_line[]) is
  'Counts the connections of an import, and awards the badges that stay.';
comment on function amity_private.import_connections(
  text[], text[], timestamptz[], timestamptz[]
) is 'What amity.import_connections() does.';
comment on function amity.import_connections(text[], text[], timestamptz[], timestamptz[]) is
  'Makes connections that existed elsewhere, with their dates, all in one step; returns the lines '
  'that are refused, by their place: person_not_found, self_connection, date_in_future, '
  'dates_reversed, blocked, already_connected, ended_since, limit_reached. People are named by '
  'their id or by the host''s key. Again is the same as once. For services. Refuses: import_busy, '
  'import_too_large, connections_disabled, not_yours, isolation_unsupported.';
