{% from 'foundation/client.macro' import opened %}
-- Makes the request that a line tells of, as a service's insert makes it, for all rules of a
-- request. Returns why it is refused, or null.
create or replace function amity_private.import_request(
  line amity_private.import_line, batch text
) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_request amity.connections;
  v_slug text;
begin
  v_request.id := amity_private.id_of_line(batch, line.line);
  v_request.requester_id := line.one_id;
  v_request.recipient_id := line.other_id;
  v_request.requested_at := coalesce(line.began_at, clock_timestamp());
  if not amity_private.is_open(v_request.requested_at) then
    return 'request_expired';
  elsif (amity_private.hold_connection(line.one_id, line.other_id)).id is null then
    -- first, so that the trigger that would write the entry finds it written
    perform amity_private.remember_connection(
      v_request, 'requested', 'import', v_request.requested_at);
  end if;
  insert into amity.connections (id, requester_id, recipient_id, requested_at)
  values (v_request.id, line.one_id, line.other_id, v_request.requested_at);
  return null;
exception
  when others then
    if sqlstate not like 'PT%' then
      raise;
    end if;
    get stacked diagnostics v_slug = pg_exception_detail;
    return v_slug;
end;
$$;

-- What amity.import_requests() does.
create or replace function amity_private.import_requests(
  requesters text[], recipients text[], requested_at timestamptz[], run text
) returns setof amity_private.import_line
language plpgsql volatile security definer  -- it writes for all people
set search_path = pg_catalog, pg_temp
set lock_timeout = '300ms'
as $$
declare
  v_lines amity_private.import_line[];
  v_line amity_private.import_line;
  v_batch text;
begin
  perform amity_private.require_service_caller(
    'amity_private.import_requests(text[], text[], timestamptz[], text)');
  v_batch := amity_private.begin_import(
    greatest(cardinality(requesters), cardinality(recipients)), run);
  if not amity_private.setting_is_on('connections_enabled') then
    perform amity_private.refuse('connections_disabled');
  end if;
  v_lines := amity_private.read_lines(
    requesters, recipients, requested_at, null,
    'self_connection', either_way => true, may_be_unknown => false);
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.lines_across_a_block(v_lines), 'blocked');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.existing_connections(v_lines), 'already_connected');
  v_lines := amity_private.refuse_lines(
    v_lines, amity_private.ended_connections(v_lines), 'ended_since');
  for v_line in select * from unnest(v_lines) order by line loop
    v_line.refused := coalesce(
      v_line.refused, amity_private.import_request(v_line, v_batch));
    if v_line.refused is not null then
      return next v_line;
    end if;
  end loop;
exception
  when lock_not_available or deadlock_detected then
    perform amity_private.refuse('import_busy');
end;
$$;

create or replace function amity.import_requests(
  requesters text[], recipients text[], requested_at timestamptz[] default null,
  run text default null
) returns table (line integer, refused text)
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  select lines.line, lines.refused
  from amity_private.import_requests(requesters, recipients, requested_at, run) as lines;
end;

grant execute on function
  amity_private.import_requests(text[], text[], timestamptz[], text) to service_role;
{{ opened(
  'import_requests', 'requesters text[], recipients text[], requested_at timestamptz[], run text',
  'service_role',
  "Makes connection requests that wait elsewhere, with their dates; returns the lines that are
    refused, by their place: person_not_found, self_connection, date_in_future, date_invalid,
    blocked, already_connected, ended_since, pending_request, request_received, request_expired,
    limit_reached. Two that cross are accepted. See amity.import_connections(). For services.
    Refuses: import_busy, import_too_large, connections_disabled, not_yours,
    isolation_unsupported."
) }}
