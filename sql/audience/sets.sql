{% from 'foundation/client.macro' import opened %}
-- Sets for the policies of a host's own tables: `author_id in (select amity.connected_people())` is
-- worked out once a statement. They run as the caller, so they hold what that person sees anyway.
-- There is no set of the people across a block: a client can ask a policy's question too, and would
-- read there who blocked them. So that is asked for each row: can_see.sql.

{% macro set_of(columns, name, says) %}
create or replace function amity.{{ name }}() returns table ({{ columns }})
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
{{ caller() | trim | indent(2, first=true) }};
end;
$$;

{{ opened(name, '', 'authenticated', says) }}
{% endmacro %}

{% call set_of('person_id uuid', 'connected_people', 'The people I am connected with, for policies:
  author_id in (select amity.connected_people()).') %}
select mine.person_id from amity.my_connections as mine
{% endcall %}

{% call set_of('person_id uuid', 'followed_people', 'The people I follow, for policies:
  author_id in (select amity.followed_people()).') %}
select follows.followed_id from amity.follows where follows.follower_id = (select amity.me())
{% endcall %}

{% call set_of('person_id uuid', 'quiet_people', 'The people I stepped back from, while it lasts,
  for policies: author_id not in (select amity.quiet_people()).') %}
select step_backs.person_id from amity.step_backs
where step_backs.owner_id = (select amity.me())
  and not amity_private.has_passed(step_backs.until)
{% endcall %}

-- The policies of circle_members leave out people across a block, and circles that I am only
-- invited to. An admin sees the members they blocked, to remove them: not mates either.
{% call set_of('circle_id uuid, person_id uuid', 'circle_mates', 'Who is with me in which shared
  circle, for policies: (circle_id, author_id) in (select circle_id, person_id from
  amity.circle_mates()). None across a block.') %}
select members.circle_id, members.person_id
from amity.circle_members as members
where members.status = 'member'
  and members.circle_id = any ((select amity_private.circles_i_see())::uuid[])
  and not exists (
    select from amity.blocks
    where blocks.blocker_id = (select amity.me()) and blocks.blocked_id = members.person_id
  )
{% endcall %}
