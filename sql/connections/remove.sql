{% from 'foundation/client.macro' import act %}
{% call act(
  'remove_connection', 'person uuid', 'amity.connections', to='authenticated',
  or_else="refuse('not_connected')", says='Ends my connection with that person; returns it as it
    was. Follows stay. Refuses: not_connected, signed_out, not_joined.'
) %}
delete from amity.connections
  where least(requester_id, recipient_id) = least((select amity.me()), person)
    and greatest(requester_id, recipient_id) = greatest((select amity.me()), person)
    and status = 'accepted'
{% endcall %}
