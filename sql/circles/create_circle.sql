{% from 'foundation/client.macro' import act %}
{% call act(
  'create_circle', 'name text, description text default null, label_type uuid default null',
  'amity.circles', to='authenticated',
  says="Creates a circle, whose admin I am; with a type of my labels one that follows from them,
    mine alone. Returns it. Refuses: circle_unnamed, label_type_missing, text_too_long,
    text_invalid, signed_out, not_joined."
) %}
  insert into amity.circles (name, description, label_type_id)
  values (name, description, label_type)
{% endcall %}
