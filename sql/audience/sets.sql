{% from 'foundation/client.macro' import opened %}
-- Sets for the policies of a host's own tables: `author_id in (select amity.connected_people())` is
-- worked out once a statement. They hold what that person sees anyway.
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

{# people of `v_me`, who speaks; with `says`, for the policies of a host as well as for guards #}
{% macro my(name, says=none) %}
-- Asked once a statement.
create or replace function amity_private.my_{{ name }}() returns setof uuid
language plpgsql stable parallel safe security definer  -- row security has nothing to add
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_me constant uuid := amity.me();
begin
  return query
{{ caller() | trim | indent(2, first=true) }};
end;
$$;

-- policies run as the person who reads
grant execute on function amity_private.my_{{ name }}() to authenticated;
{% if says %}
{% call set_of('person_id uuid', name, says) %}
select mine.id from amity_private.my_{{ name }}() as mine (id)
{% endcall %}
{% endif %}

{% endmacro %}

{% call my('connected_people', 'The people I am connected with, for policies: author_id in (select
  amity.connected_people()).') %}
select known.id from amity_private.connected_people(v_me) as known (id)
{% endcall %}

{% call my('followed_people', 'The people I follow, for policies: author_id in (select
  amity.followed_people()).') %}
select followed_id from amity.follows where follower_id = v_me
{% endcall %}

{% call my('quiet_people', 'The people I stepped back from, while it lasts, for policies: author_id
  not in (select amity.quiet_people()).') %}
select person_id from amity.step_backs
where owner_id = v_me and not amity_private.has_passed(until)
{% endcall %}

-- Whose rows a guard does not show me, because I stepped back from them or blocked them.
{% call my('hidden_people') %}
select blocked_id from amity.blocks where blocker_id = v_me
union all
select person_id from amity.step_backs
where owner_id = v_me and not amity_private.has_passed(until)
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
  and members.person_id not in (
    select blocks.blocked_id from amity.blocks where blocks.blocker_id = (select amity.me())
  )
{% endcall %}
