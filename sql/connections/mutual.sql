{% from 'foundation/client.macro' import definer %}
-- Mutual connections: the people whom two people are both connected with.

-- All people a person is connected with: either way, each by an index.
create or replace function amity_private.connected_people(person uuid) returns setof uuid
language sql stable
begin atomic
  select recipient_id from amity.connections where requester_id = person and status = 'accepted'
  union all
  select requester_id from amity.connections where recipient_id = person and status = 'accepted';
end;

{#
  People whom that person and I are both connected with. It goes through my connections, with a look
  for each, and never through theirs: the work does not tell how many they have.
#}
{% macro known_to_both(mine) %}
  from (
    select known.id from amity_private.connected_people(v_me) as known (id)
    where v_me <> person and known.id <> person
      and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = person)
      {{ mine }}
  ) as mine
  cross join lateral (
    select from amity.connections
    where least(requester_id, recipient_id) = least(mine.id, v_person)
      and greatest(requester_id, recipient_id) = greatest(mine.id, v_person)
      and status = 'accepted'
    limit 1  -- one row for two people: so each is looked up
  ) as theirs
{% endmacro %}
{% set because = 'who else that person is connected with is not mine to see' %}
{% set sets = [
  'plan_cache_mode = force_generic_plan', 'enable_seqscan = off',
  'enable_bitmapscan = off  -- for one row, as many times as I have connections'
] %}

{% call definer(
  'mutual_connections', 'person uuid, max_rows integer default 50, after uuid default null',
  'table (person_id uuid)', because=because, to='authenticated', volatility='stable', sets=sets,
  says='The people that person and I are both connected with, by id: at most 1000 a page, the next
    page after the last id. Empty for an unknown id and across a block.'
) %}
declare
  v_me constant uuid := amity.me();
  v_person constant uuid := amity_private.found_as(person, v_me);
begin
  return query
  select mine.id
  {{ known_to_both('and (after is null or known.id > after) order by known.id') | trim }}
  order by mine.id
  limit least(greatest(coalesce(max_rows, 50), 0), 1000);
end;
{% endcall %}

{% call definer(
  'mutual_connections_count', 'person uuid', 'bigint',
  because=because, to='authenticated', volatility='stable', sets=sets,
  says='How many people that person and I are both connected with.'
) %}
declare
  v_me constant uuid := amity.me();
  v_person constant uuid := amity_private.found_as(person, v_me);
begin
  return (select count(*) {{ known_to_both('') | trim }});
end;
{% endcall %}
