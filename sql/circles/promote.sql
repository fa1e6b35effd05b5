{% from 'foundation/client.macro' import act %}
{% call act(
  'promote_in_circle', 'circle uuid, person uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse_absent_member(circle, person)",
  says="Makes a member an admin, as an admin; returns the membership. Refuses: circle_not_found,
    circle_is_dynamic, not_circle_admin, circle_member_not_found, blocked, role_unchanged,
    signed_out, not_joined."
) %}
  update amity.circle_members set role = 'admin' where circle_id = circle and person_id = person
{% endcall %}

{% call act(
  'demote_in_circle', 'circle uuid, person uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse_absent_member(circle, person)",
  says="Makes an admin, who may be myself, a member; the last one hands over to the longest-standing
    member. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, circle_member_not_found,
    blocked, role_unchanged, last_admin, signed_out, not_joined."
) %}
  update amity.circle_members set role = 'member' where circle_id = circle and person_id = person
{% endcall %}
