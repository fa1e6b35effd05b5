{% from 'foundation/client.macro' import act %}
{% call act(
  'request_connection', 'person uuid, message text default null', 'amity.connections',
  to='authenticated',
  says='Asks a person to connect; returns the row. If they had asked me it is theirs, accepted now.
    Refuses: person_not_found, self_connection, blocked, already_connected, pending_request,
    request_received, cooling_down, limit_reached, connections_disabled, text_too_long,
    text_invalid, signed_out, not_joined.'
) %}
  insert into amity.connections (recipient_id, message) values (person, message)
{% endcall %}
