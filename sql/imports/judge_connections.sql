{% from 'imports/import.macro' import existing_lines %}
{{ existing_lines('connected_lines', 'amity.connections',
  "least(requester_id, recipient_id) = least(one_id, other_id)
    and greatest(requester_id, recipient_id) = greatest(one_id, other_id) and status = 'accepted'"
) }}

-- The lines about two people whose connection or request ended here since: an older line does not
-- bring it back. A line without a date may be of any time.
create or replace function amity_private.disconnected_lines(lines amity_private.import_line[])
returns integer[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select line from unnest(lines) join amity_private.connections_history
      on requester_id = one_id and recipient_id = other_id
      and action in ('removed', 'rejected')
      and occurred_at >= coalesce(agreed_at, '-infinity')
    union all
    select line from unnest(lines) join amity_private.connections_history
      on requester_id = other_id and recipient_id = one_id
      and action in ('removed', 'rejected')
      and occurred_at >= coalesce(agreed_at, '-infinity')
  );
end;
$$;

-- The lines of an import of connections, each with its refusal.
create or replace function amity_private.judge_connections(
  requesters text[], recipients text[], requested timestamptz[], accepted timestamptz[]
) returns amity_private.import_line[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lines amity_private.import_line[];
begin
  v_lines := amity_private.read_lines(
    requesters, recipients, requested, accepted, 'self_connection', true);
  -- a request that was not accepted is no connection
  v_lines := amity_private.refuse_lines(v_lines, array(
    select line from unnest(v_lines) where began_at is not null and agreed_at is null
  ), 'not_accepted');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.lines_across_a_block(v_lines), 'blocked');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.connected_lines(v_lines), 'already_connected');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.disconnected_lines(v_lines), 'ended_since');
  return amity_private.refuse_surplus(
    v_lines, true, 'already_connected', 'max_connections', 'connections');
end;
$$;
