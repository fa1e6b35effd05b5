{% from 'foundation/history.macro' import history_table %}
{{ history_table(
  kind='step_backs', tie='step_back', one='owner', other='person',
  actions=['stepped_back', 'returned', 'lapsed', 'ended']
) }}
