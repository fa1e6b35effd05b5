-- Who sees and runs what: asked once a statement, and as definer, because a policy of
-- circle_members cannot look into circle_members. They are open to whoever reads, so they tell
-- nobody more than the tables do: which rows are mine to see, never who is hidden.

create or replace function amity_private.circles_i_know() returns uuid[]
language sql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
return array(select circle_id from amity.circle_members where person_id = (select amity.me()));

create or replace function amity_private.circles_i_run() returns uuid[]
language sql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
return array(
  select circle_id from amity.circle_members
  where person_id = (select amity.me()) and role = 'admin'
);

-- Members see the members; admins see the invited as well. Nobody sees who is parted from them by a
-- block, nor whom such a person invited; but an admin sees whom they themselves blocked, to be able
-- to put them out.
create or replace function amity_private.circle_members_i_see() returns setof uuid
language sql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
begin atomic
  select theirs.id
  from amity.circle_members as mine
  join amity.circle_members as theirs on theirs.circle_id = mine.circle_id
  where mine.person_id = (select amity.me()) and mine.status = 'member'
    and (theirs.status = 'member' or mine.role = 'admin')
    -- `in`, not `exists`: hashed once, however many there are
    and theirs.person_id not in (
      select blocker_id from amity.blocks where blocked_id = (select amity.me())
    )
    and (mine.role = 'admin' or theirs.person_id not in (
      select blocked_id from amity.blocks where blocker_id = (select amity.me())
    ))
    and coalesce(theirs.invited_by not in (
      select blocker_id from amity.blocks where blocked_id = (select amity.me())
      union all
      select blocked_id from amity.blocks where blocker_id = (select amity.me())
    ), true);
end;

-- Whom an admin blocked they do not appoint: the blocked person would see it done by nobody.
create or replace function amity_private.circle_members_i_run() returns setof uuid
language sql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
begin atomic
  select theirs.id
  from amity_private.circle_members_i_see() as seen (id)
  join amity.circle_members as theirs on theirs.id = seen.id
  where theirs.circle_id = any (amity_private.circles_i_run())
    and theirs.person_id not in (
      select blocked_id from amity.blocks where blocker_id = (select amity.me())
    );
end;

-- the policies run as the person who reads
grant execute on function amity_private.circles_i_know() to authenticated;
grant execute on function amity_private.circles_i_run() to authenticated;
grant execute on function amity_private.circle_members_i_see() to authenticated;
grant execute on function amity_private.circle_members_i_run() to authenticated;
comment on function amity_private.circles_i_know() is 'The circles that I am in or invited to.';
comment on function amity_private.circles_i_run() is 'The circles of which I am an admin.';
comment on function amity_private.circle_members_i_see() is
  'Others'' memberships and invitations that I may see, in the circles that I am in.';
comment on function amity_private.circle_members_i_run() is
  'Those of them that are mine to appoint, as an admin.';
