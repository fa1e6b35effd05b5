{% from 'foundation/client.macro' import act %}
{% call act(
  'end_circle', 'circle uuid', 'amity.circles', to='authenticated',
  or_else="refuse_absent_member(circle)",
  says="Ends a circle for all its members, as an admin; returns it as it was. Refuses:
    circle_not_found, not_circle_admin, signed_out, not_joined."
) %}
  delete from amity.circles where id = circle
{% endcall %}

{% call act(
  'change_circle', 'circle uuid, name text, description text default null', 'amity.circles',
  to='authenticated', or_else="refuse_absent_member(circle)",
  says="Changes the name and the description of a circle, as an admin; returns it. Refuses:
    circle_not_found, not_circle_admin, circle_unnamed, text_too_long, text_invalid, signed_out,
    not_joined, isolation_unsupported."
) %}
  update amity.circles set name = change_circle.name, description = change_circle.description
  where id = circle
{% endcall %}
