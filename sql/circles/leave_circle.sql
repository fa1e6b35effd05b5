{% from 'foundation/client.macro' import act %}
{% call act(
  'leave_circle', 'circle uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse('circle_not_found')",
  says="Leaves a circle; returns my membership as it was. The last admin hands over to the
    longest-standing member, and the last member ends it. Refuses: circle_not_found, signed_out,
    not_joined."
) %}
  delete from amity.circle_members
  where circle_id = circle and person_id = (select amity.me()) and joined_at is not null
{% endcall %}

{% call act(
  'remove_from_circle', 'circle uuid, person uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse_absent_member(circle, person)",
  says="Removes a member, or withdraws an invitation, as an admin or as who sent it; returns the row
    as it was. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin,
    circle_member_not_found, signed_out, not_joined."
) %}
  delete from amity.circle_members
  where circle_id = circle and person_id = person
{% endcall %}
