{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='follows', tie='follow', one='follower', other='followed',
  actions=['followed', 'unfollowed']
) }}
