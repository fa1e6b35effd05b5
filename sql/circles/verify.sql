-- The invariants of circles that are broken. See amity.verify().
create or replace function amity_private.verify_circles()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'has_an_admin', circles.id::text from amity.circles
  where label_type_id is null
    and not exists (
      select from amity.circle_members where circle_id = circles.id and role = 'admin'
    )
  union all
  select 'shared_is_its_members', circles.id::text from amity.circles
  where label_type_id is null and created_by is not null
  union all
  select 'dynamic_has_no_members', circles.id::text from amity.circles
  where label_type_id is not null
    and exists (select from amity.circle_members where circle_id = circles.id)
  union all
  select 'label_type_is_the_creators', circles.id::text from amity.circles
  where label_type_id is not null and not exists (
    select from amity.label_types
    where label_types.id = circles.label_type_id and label_types.owner_id = circles.created_by
  );
end;

-- The invariants of memberships that are broken. See amity.verify().
create or replace function amity_private.verify_circle_members()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.circle_member_id::text
  from amity_private.circle_members_drift as drift
  union all
  select 'in_a_circle', circle_members.id::text from amity.circle_members
  where not exists (select from amity.circles where circles.id = circle_members.circle_id)
  union all
  -- from the blocks, since only an invitation can be across one
  select 'not_invited_across_a_block', circle_members.id::text
  from amity.blocks join amity.circle_members
    on (person_id, invited_by) in ((blocker_id, blocked_id), (blocked_id, blocker_id));
end;
