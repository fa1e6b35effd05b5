{% from 'foundation/client.macro' import act %}
{% call act(
  'accept_circle_invitation', 'circle uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse('circle_invitation_not_found')",
  says="Joins a circle that I am invited to; returns my membership. Refuses:
    circle_invitation_not_found, already_member, signed_out, not_joined."
) %}
  update amity.circle_members set status = 'member'
  where circle_id = circle and person_id = (select amity.me())
{% endcall %}

{% call act(
  'decline_circle_invitation', 'circle uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse('circle_invitation_not_found')",
  says="Declines an invitation, silently; returns it as it was. Refuses:
    circle_invitation_not_found, signed_out, not_joined."
) %}
  delete from amity.circle_members
  where circle_id = circle and person_id = (select amity.me()) and joined_at is null
{% endcall %}
