-- Only its owner knows of a dismissal.
{% from 'foundation/tie.macro' import end_theirs_on_block, guard, rights %}
{{ rights(
  'dismissed_suggestions', 'owner', select=['owner_id', 'person_id', 'dismissed_at'],
  insert=['owner_id', 'person_id']
) }}
{{ guard('dismissed_suggestions', ['owner_id', 'person_id'], since='dismissed_at') }}
{{ end_theirs_on_block('dismissed_suggestions', on_block=530) }}
