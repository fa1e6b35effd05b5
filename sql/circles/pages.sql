{% from 'foundation/page.macro' import page %}
{% set my_role = [('v_role', 'amity.circle_role', 'my_circle_role(circle)')] %}
{% set counted = 'id, name, description, label_type_id, role, status, invited_by, since,
    amity_private.count_circle_people(id)' %}
{% macro shared(status) %}
  select mine.circle_id as id, circles.name, circles.description, circles.label_type_id,
    mine.role, mine.status, mine.invited_by, coalesce(mine.joined_at, mine.invited_at) as since
  from amity.circle_members as mine join amity.circles on circles.id = mine.circle_id
  where mine.person_id = v_me and mine.status = '{{ status }}'
{% endmacro %}

{{ page('list_circles', 'my_circles', 'since', shows=counted, arms=[shared('member'), "
  select id, name, description, label_type_id, null::amity.circle_role,
    null::amity.circle_status, null::uuid, created_at as since
  from amity.circles where created_by = v_me and label_type_id is not null
"], says='The circles that I am in, and my dynamic ones') }}
{{ page('list_circle_invitations', 'my_circles', 'since', arms=[shared('invited')],
  shows='*, null::bigint', says='The circles that I am invited to') }}
{{ page('list_circle_members', 'circle_members', 'joined_at', about='circle uuid', arms=["
  select * from amity.circle_members as members
  where circle_id = circle and status = 'member' and v_role is not null
    and amity_private.sees_in_circle(v_me, v_role, person_id)
"], reads=my_role, says='The members of a shared circle that I am in') }}
{{ page('list_circle_invited', 'circle_members', 'invited_at', about='circle uuid', arms=["
  select * from amity.circle_members as invitations
  where circle_id = circle and status = 'invited' and (
    v_me in (person_id, invited_by)
    or v_role = 'admin' and amity_private.sees_in_circle(v_me, v_role, person_id)
      and amity_private.sees_in_circle(v_me, 'member', invited_by)
  )
"], reads=my_role, says='The open invitations to a circle: all of them as an admin, else mine') }}
