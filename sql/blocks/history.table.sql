{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='blocks', tie='block', one='blocker', other='blocked',
  actions=['blocked', 'unblocked']
) }}
