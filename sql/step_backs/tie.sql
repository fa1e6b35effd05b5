-- Only its owner knows of a step-back, while it holds.
{% from 'foundation/page.macro' import page %}
{% from 'foundation/tie.macro' import tie %}
{{ tie(
  kind='step_backs', tie='step_back', one='owner', other='person', since='since', until='until',
  begins='stepped_back', ends='returned', ended='ended', on_block=520,
  select=['id', 'owner_id', 'person_id', 'since', 'until', 'reason'],
  insert=['owner_id', 'person_id', 'until', 'reason'], update=['until', 'reason'],
  invariants="select 'stands_on_a_tie', step_backs.id::text from amity.step_backs
  where not amity_private.is_tied(step_backs.owner_id, step_backs.person_id)"
) }}
{{ page('list_step_backs', 'step_backs', 'since', says='My step-backs that hold', arms=['
  select * from amity.step_backs where owner_id = v_me and not amity_private.has_passed(until)
']) }}
