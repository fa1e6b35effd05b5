-- Only its owner knows of a label. No history: it says no more than what the owner remembers.
{% from 'foundation/page.macro' import page %}
{% from 'foundation/tie.macro' import end_theirs_on_block, guard, rights %}
{{ rights(
  'labels', 'owner',
  select=['id', 'owner_id', 'person_id', 'type_id', 'label', 'note', 'since_date', 'tags',
    'label_encrypted', 'note_encrypted', 'is_encrypted', 'created_at'],
  insert=['owner_id', 'person_id', 'type_id', 'label', 'note', 'since_date', 'tags',
    'label_encrypted', 'note_encrypted', 'is_encrypted'],
  update=['label', 'note', 'since_date', 'tags', 'label_encrypted', 'note_encrypted',
    'is_encrypted']
) }}
{{ guard('labels', ['id', 'owner_id', 'person_id', 'type_id'], keeps=['created_at']) }}
{{ end_theirs_on_block('labels', on_block=540) }}
{{ page('list_labels', 'labels', 'created_at', says='What I keep about people',
  arms=['select * from amity.labels where owner_id = v_me']) }}
{{ page('list_labels_of_type', 'labels', 'created_at', about='label_type uuid', arms=[
  'select * from amity.labels where owner_id = v_me and type_id = label_type'
], says='What I keep about people by one of my types') }}
