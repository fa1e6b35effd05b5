{% from 'foundation/client.macro' import act %}
{% set said = 'name text, category text default null, icon text default null,
  colour text default null, description text default null' %}
{% call act(
  'create_label_type', said, 'amity.label_types', to='authenticated',
  says="Makes up a type of label; returns it. Refuses: label_type_unnamed, label_type_exists,
    text_too_long, text_invalid, signed_out, not_joined."
) %}
  insert into amity.label_types (name, category, icon, colour, description)
  values (name, category, icon, colour, description)
{% endcall %}

{% call act(
  'change_label_type', 'type_id uuid, ' ~ said, 'amity.label_types', to='authenticated',
  or_else="refuse('label_type_missing')",
  says="Says anew all that a type of mine says; returns it. Refuses: label_type_missing,
    label_type_unnamed, label_type_exists, text_too_long, text_invalid, signed_out, not_joined."
) %}
  update amity.label_types
  set name = change_label_type.name, category = change_label_type.category,
    icon = change_label_type.icon, colour = change_label_type.colour,
    description = change_label_type.description
  where id = type_id and owner_id = (select amity.me())
{% endcall %}

{% call act(
  'delete_label_type', 'type_id uuid', 'amity.label_types', to='authenticated',
  or_else="refuse('label_type_missing')",
  says="Ends a type of mine and every label of it; returns the type as it was. Refuses:
    label_type_missing, signed_out, not_joined."
) %}
  delete from amity.label_types where id = type_id and owner_id = (select amity.me())
{% endcall %}
