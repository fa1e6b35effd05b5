{% from 'foundation/tie.macro' import undo %}
{{ undo(
  'return_to', 'step_backs', mine='owner', theirs='person', missing='not_stepped_back',
  says='Returns to a person I stepped back from; gives the step-back as it was.'
) }}
