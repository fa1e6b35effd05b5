-- Only the blocker knows of a block. It ends ties, and none ends it; and the blocked person need
-- not exist, so only the end of the blocker's account is told from a row.
{% from 'foundation/history.macro' import history %}
{% from 'foundation/page.macro' import page %}
{% from 'foundation/tie.macro' import guard, mine, remember, rights, tidy %}
{{ rights(
  'blocks', 'blocker',
  select=['id', 'blocker_id', 'blocked_id', 'reason', 'hide_from_search', 'prevent_profile_view',
    'created_at'],
  insert=['blocker_id', 'blocked_id', 'reason', 'hide_from_search', 'prevent_profile_view'],
  update=['reason', 'hide_from_search', 'prevent_profile_view']
) }}
{{ guard('blocks', ['id', 'blocker_id', 'blocked_id'], keeps=['created_at']) }}
{{ history(
  'blocks', 'block', 'blocker', 'blocked', readers=mine('blocker'),
  states="case when live.id is not null then 'blocked'::amity.block_action end",
  closing=['unblocked']
) }}
{{ remember(
  'blocks', 'block', 'blocker', 'blocked', begins='blocked', ends='unblocked',
  must_exist=['blocker']
) }}
{{ tidy('blocks') }}
{{ page('list_blocks', 'blocks', 'created_at', says='The people I blocked',
  arms=['select * from amity.blocks where blocker_id = v_me']) }}
