-- How many people I see in a circle, as amity.circle_people() lists them: 0 for one that I am not
-- in. Members are counted in an index; those across a block are looked up from the side with fewer
-- rows, the members or the blocks.
create or replace function amity_private.count_circle_people(circle uuid) returns bigint
language plpgsql stable security definer  -- it reads who blocked me, to leave them out
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_role constant amity.circle_role := amity_private.my_circle_role(circle);
  v_members bigint;
  v_blocks bigint;
begin
  if v_role is null then
    return (
      select count(*) from amity.circles
      join amity.labels on labels.owner_id = v_me and labels.type_id = circles.label_type_id
      where circles.id = circle
        and labels.person_id not in (select blocked_id from amity.blocks where blocker_id = v_me)
    );
  end if;
  select count(*) into v_members from amity.circle_members
  where circle_id = circle and joined_at is not null;
  select count(*) into v_blocks from (
    select from amity.blocks where blocked_id = v_me
    union all
    select from amity.blocks where blocker_id = v_me and v_role <> 'admin'
    limit v_members
  ) as blocks;
  if v_blocks = v_members then
    return (
      select count(*) from amity.circle_members
      where circle_id = circle and joined_at is not null
        and amity_private.sees_in_circle(v_me, v_role, person_id)
    );
  end if;
  return v_members - (
    select count(*) from (
      select blocker_id from amity.blocks where blocked_id = v_me
      union
      select blocked_id from amity.blocks where blocker_id = v_me and v_role <> 'admin'
    ) as hidden (id)
    where exists (
      select from amity.circle_members
      where circle_id = circle and person_id = hidden.id and joined_at is not null
      offset 0  -- looked up for each, however the planner estimates them
    )
  );
end;
$$;

-- the view runs as the person who reads
grant execute on function amity_private.count_circle_people(uuid) to authenticated, service_role;
