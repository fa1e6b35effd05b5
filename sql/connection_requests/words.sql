-- The words of an approval system for those of amity.connections, there and back.
create or replace function amity_private.connection_status_of(status amity.request_status)
returns amity.connections_status
language sql immutable
return (
  case status
    when 'approved' then 'accepted'
    when 'denied' then 'rejected'
    when 'expired' then null  -- nobody says so: time does
    else status::text
  end
)::amity.connections_status;

create or replace function amity_private.request_of(connection amity.connections)
returns amity.connection_requests
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_request amity.connection_requests;
begin
  v_request.id := connection.id;
  v_request.requester_id := connection.requester_id;
  v_request.recipient_id := connection.recipient_id;
  v_request.status := case connection.status
    when 'accepted' then 'approved'
    when 'rejected' then 'denied'
    else connection.status::text
  end::amity.request_status;
  v_request.message := connection.message;
  v_request.requested_at := connection.requested_at;
  if connection.status = 'pending' then
    v_request.expires_at := connection.requested_at + amity_private.request_ttl();
  else
    v_request.actioned_at := coalesce(connection.responded_at, clock_timestamp());
  end if;
  return v_request;
end;
$$;

-- the triggers on the view run as the person who writes
grant execute on function amity_private.connection_status_of(amity.request_status)
  to authenticated, service_role;
grant execute on function amity_private.request_of(amity.connections)
  to authenticated, service_role;
comment on function amity_private.connection_status_of(amity.request_status) is
  'What amity.connections calls it; null where it has no word.';
comment on function amity_private.request_of(amity.connections) is
  'How amity.connection_requests tells of a connection that was just written.';
