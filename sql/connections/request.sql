create or replace function amity.request_connection(person uuid, message text default null)
returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row amity.connections;
begin
  insert into amity.connections (recipient_id, message) values (person, message)
  returning * into v_row;
  return v_row;
end;
$$;

grant execute on function amity.request_connection(uuid, text) to authenticated;
comment on function amity.request_connection(uuid, text) is
  'Asks a person to connect; returns the row. If they had asked me it is theirs, accepted now. '
  'Refuses: person_not_found, self_connection, blocked, already_connected, pending_request, '
  'request_received, cooling_down, limit_reached, connections_disabled, text_too_long, '
  'text_invalid, signed_out, not_joined.';
