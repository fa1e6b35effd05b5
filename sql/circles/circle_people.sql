-- Who is in a circle of either sort: its members, or the people I labelled so and did not block.
-- (My label of a person who blocked me is deleted, as if their account had ended.)
create or replace function amity.circle_people(
  circle uuid, max_rows integer default 50, after uuid default null
) returns table (person_id uuid)
language sql stable
begin atomic
  select people.person_id
  from (
    select members.person_id from amity.circle_members as members
    where members.circle_id = circle and members.status = 'member'
    union all
    select labels.person_id
    from amity.circles
    join amity.labels
      on labels.owner_id = circles.created_by and labels.type_id = circles.label_type_id
    where circles.id = circle
      -- `in`, not `exists`: hashed once, however many there are
      and labels.person_id not in (
        select blocked_id from amity.blocks where blocker_id = (select amity.me())
      )
  ) as people
  where after is null or people.person_id > after
  order by people.person_id
  limit least(greatest(coalesce(max_rows, 50), 0), 1000);
end;

grant execute on function amity.circle_people(uuid, integer, uuid) to authenticated;
comment on function amity.circle_people(uuid, integer, uuid) is
  'Who is in a circle, shared or dynamic, by id: at most 1000 a page, the next page after the '
  'last id. Empty for a circle that I am not in.';
