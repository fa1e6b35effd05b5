{% from 'foundation/history.macro' import history %}
{{ history(
  kind='blocks', tie='block', one='blocker', other='blocked',
  readers='blocker_id = (select amity.me()) and amity_private.search_by(blocker_id)',
  states="case when live.id is not null then 'blocked'::amity.block_action end",
  opening=['blocked']
) }}
