{% from 'foundation/client.macro' import client %}
-- Accept, reject and cancel set the status of the one row that I and a person share.
-- Refuses: request_not_found.
create or replace function amity_private.set_status(person uuid, new_status amity.connections_status)
returns amity.connections
language plpgsql volatile  -- invoker: the policies and the trigger decide
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_row amity.connections;
begin
  -- twice: a request that crosses at this moment leaves and comes back, and the first look may miss
  -- it
  for v_attempt in 1..2 loop
    update amity.connections set status = new_status
    where least(requester_id, recipient_id) = least(v_me, person)
      and greatest(requester_id, recipient_id) = greatest(v_me, person)
    returning * into v_row;
    exit when found;
  end loop;
  if v_row.id is null then
    perform amity_private.refuse('request_not_found');
  end if;
  return v_row;
end;
$$;

grant execute on function amity_private.set_status(uuid, amity.connections_status) to authenticated;

{% for name, status, says in [
  ('accept_connection', 'accepted', 'Accepts the request of that person; returns the connection.
    Refuses: request_not_found, not_recipient, not_pending, request_expired, limit_reached,
    connections_disabled, signed_out, not_joined.'),
  ('reject_connection', 'rejected', 'Rejects the request of that person; returns the row, which is
    gone then. Refuses: request_not_found, not_recipient, not_pending, request_expired, signed_out,
    not_joined.'),
  ('cancel_connection_request', 'cancelled', 'Withdraws my request to that person; returns the row,
    which is gone then. Refuses: request_not_found, not_requester, not_pending, request_expired,
    signed_out, not_joined.')
] %}
{{ client(
  name, 'person uuid', 'amity.connections', to='authenticated', says=says,
  calls='set_status', arguments="person, '" ~ status ~ "'"
) }}
{% endfor %}
