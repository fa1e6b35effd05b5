{% from 'foundation/client.macro' import act %}
{% call act(
  'invite_to_circle', 'circle uuid, person uuid', 'amity.circle_members', to='authenticated',
  says="Invites a connection of mine to a circle of which I am an admin; returns the invitation.
    Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, person_not_found, blocked,
    not_connected, already_member, already_invited, signed_out, not_joined."
) %}
  insert into amity.circle_members (circle_id, person_id) values (circle, person)
{% endcall %}
