-- Only its owner knows of a dismissal.
{% from 'foundation/page.macro' import page %}
{% from 'foundation/tie.macro' import end_theirs_on_block, guard, rights %}
{{ rights(
  'dismissed_suggestions', 'owner', select=['owner_id', 'person_id', 'dismissed_at'],
  insert=['owner_id', 'person_id']
) }}
{{ guard('dismissed_suggestions', ['owner_id', 'person_id'], since='dismissed_at') }}
{{ end_theirs_on_block('dismissed_suggestions', on_block=530) }}
{{ page('list_dismissed_suggestions', 'dismissed_suggestions', 'dismissed_at', id='person_id',
  arms=['select * from amity.dismissed_suggestions where owner_id = v_me'],
  says='The people who are not suggested to me') }}
