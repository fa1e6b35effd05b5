{% from 'foundation/client.macro' import definer %}
-- Who is in a circle of either sort: its members, or the people I labelled so and did not block.
-- (My label of a person who blocked me is deleted, as if their account had ended.)
{% call definer(
  'circle_people', 'circle uuid, max_rows integer default 50, after uuid default null',
  'table (person_id uuid)', because='it reads only what the caller sees, and no more than it shows',
  to='authenticated', volatility='stable', sets=[
    'plan_cache_mode = force_generic_plan', 'enable_sort = off  -- see page.macro'
  ],
  says='Who is in a circle, shared or dynamic, by id: at most 1000 a page, the next page after the
    last id. Empty for a circle that I am not in.'
) %}
declare
  v_me constant uuid := amity.me();
  v_role constant amity.circle_role := amity_private.my_circle_role(circle);
  v_after constant uuid := coalesce(after, '00000000-0000-0000-0000-000000000000');
  v_rows constant integer := least(greatest(coalesce(max_rows, 50), 0), 1000);
  v_type uuid;
begin
  select label_type_id into v_type from amity.circles where id = circle;
  return query
  select members.person_id from amity.circle_members as members
  where members.circle_id = circle and members.status = 'member' and v_role is not null
    and members.person_id >= v_after and members.person_id is distinct from after
    and amity_private.sees_in_circle(v_me, v_role, members.person_id)
  order by members.person_id
  limit v_rows;
  -- a circle is of one sort
  return query
  select labels.person_id from amity.labels
  where labels.owner_id = v_me and labels.type_id = v_type
    and labels.person_id >= v_after and labels.person_id is distinct from after
    and amity_private.sees_in_circle(v_me, 'member', labels.person_id)
  order by labels.person_id
  limit v_rows;
end;
{% endcall %}
