{% from 'foundation/client.macro' import act %}
{% set said = "person uuid, type_id uuid default null, label text default null,
  note text default null, tags text[] default '{}', since_date date default null,
  label_encrypted text default null, note_encrypted text default null,
  is_encrypted boolean default false" %}
{% call act(
  'label_person', said, 'amity.labels', to='authenticated',
  says="Keeps for myself what I call a person, a note and tags, of a type of mine or of none;
    returns the label. Refuses: person_not_found, self_label, blocked, label_type_missing,
    already_labelled, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, text_invalid,
    date_invalid, signed_out, not_joined."
) %}
  insert into amity.labels (person_id, type_id, label, note, tags, since_date,
    label_encrypted, note_encrypted, is_encrypted)
  values (person, type_id, label, note, tags, since_date,
    label_encrypted, note_encrypted, is_encrypted)
{% endcall %}

{% call act(
  'relabel_person', said, 'amity.labels', to='authenticated', or_else="refuse('not_labelled')",
  says="Says anew all that my label of that type, or of none, says about a person; returns it.
    Refuses: not_labelled, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long,
    text_invalid, date_invalid, signed_out, not_joined."
) %}
  update amity.labels
  set label = relabel_person.label, note = relabel_person.note, tags = relabel_person.tags,
    since_date = relabel_person.since_date, label_encrypted = relabel_person.label_encrypted,
    note_encrypted = relabel_person.note_encrypted, is_encrypted = relabel_person.is_encrypted
  where owner_id = (select amity.me()) and person_id = person
    and labels.type_id is not distinct from relabel_person.type_id
{% endcall %}

{% call act(
  'unlabel_person', 'person uuid, type_id uuid default null', 'amity.labels', to='authenticated',
  or_else="refuse('not_labelled')",
  says="Takes my label of that type, or of none, off a person; returns it as it was. Refuses:
    not_labelled, signed_out, not_joined."
) %}
  delete from amity.labels
  where owner_id = (select amity.me()) and person_id = person
    and labels.type_id is not distinct from unlabel_person.type_id
{% endcall %}
