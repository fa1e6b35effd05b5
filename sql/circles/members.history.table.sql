{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='circle_members', tie='circle_member', one='circle', other='person',
  opening=['founded', 'invited', 'joined', 'promoted', 'demoted'],
  closing=['declined', 'withdrawn', 'left', 'removed']
) }}
