-- Unblocking restores nothing.
{% from 'foundation/tie.macro' import undo %}
{{ undo(
  'unblock', 'blocks', mine='blocker', theirs='blocked', missing='not_blocked',
  says='Takes a block back; returns the row as it was. What the block ended stays ended.'
) }}
