{% from 'foundation/table.macro' import keep_all %}
{% from 'foundation/tie.macro' import guard, rights %}
-- Only triggers insert. A badge has no actor, and no person steps back from themselves.
{{ rights(
  'notifications', 'person', update=['read_at'],
  select=['id', 'person_id', 'kind', 'actor_id', 'subject_id', 'created_at', 'read_at'],
  shown='coalesce(actor_id, person_id) not in (select amity_private.my_quiet_people())'
) }}
{{ guard(
  'notifications', ['id', 'person_id', 'actor_id', 'subject_id'], since=none, inserts=false,
  keeps=['kind', 'created_at']
) }}
{{ keep_all('amity_private.untaken_notifications') }}
