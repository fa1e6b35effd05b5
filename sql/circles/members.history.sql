-- Only the person sees what happened to them, not even an admin does: people hidden by a block
-- could not be hidden in the past without that showing.
{% from 'foundation/history.macro' import history, last_action %}
{% from 'foundation/tie.macro' import tidy %}
{{ history(
  kind='circle_members', tie='circle_member', one='circle', other='person',
  readers='person_id = (select amity.me()) and amity_private.search_by(person_id)',
  states="case
    when live.id is null then null
    when live.status = 'invited' then 'invited'
    -- first or later an admin, never or no longer one: of those the row knows nothing
    when live.role = 'admin'
      then case last_entry.action when 'founded' then 'founded' else 'promoted' end
    else case last_entry.action when 'demoted' then 'demoted' else 'joined' end
  end::amity.circle_member_action",
  closing=['declined', 'withdrawn', 'left', 'removed']
) }}
{{ last_action('circle_members', 'circle_member') }}
{{ tidy('circle_members') }}
