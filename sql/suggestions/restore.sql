{% from 'foundation/tie.macro' import undo %}
{{ undo(
  'restore_suggestion', 'dismissed_suggestions', mine='owner', theirs='person',
  missing='not_dismissed',
  says='Lets that person be suggested to me again; returns the dismissal as it was.'
) }}
