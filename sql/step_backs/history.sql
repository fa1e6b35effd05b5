{% from 'foundation/history.macro' import history %}
{{ history(
  kind='step_backs', tie='step_back', one='owner', other='person',
  readers='owner_id = (select amity.me()) and amity_private.search_by(owner_id)',
  states="case when live.id is not null then 'stepped_back'::amity.step_back_action end",
  opening=['stepped_back']
) }}
