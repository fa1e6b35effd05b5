-- What I see and manage: asked once a statement, and as definer, because a policy of circle_members
-- cannot read circle_members. Every reader may call these functions, so they tell no more than the
-- tables do: which rows I see, never which are hidden.

-- The circles that I am in or invited to.
create or replace function amity_private.circles_i_see() returns uuid[]
language plpgsql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return array(select circle_id from amity.circle_members where person_id = v_me);
end;
$$;

-- The circles of which I am an admin.
create or replace function amity_private.circles_i_manage() returns uuid[]
language plpgsql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return array(
    select circle_id from amity.circle_members where person_id = v_me and role = 'admin'
  );
end;
$$;

-- The rows of others that I may see in my circles. Members see the members; admins see invitations
-- as well. Nothing is seen across a block, nor an invitation by such a person; but an admin sees
-- the members they blocked, to be able to remove them.
create or replace function amity_private.circle_members_i_see() returns setof uuid
language plpgsql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return query
  select theirs.id
  from amity.circle_members as mine
  cross join lateral (
    -- looked up for each of my circles, however the planner estimates them
    select * from amity.circle_members as member where member.circle_id = mine.circle_id offset 0
  ) as theirs
  where mine.person_id = v_me and mine.status = 'member'
    and (theirs.status = 'member' or mine.role = 'admin')
    -- `in`, not `exists`: hashed once, however many there are
    and theirs.person_id not in (select blocker_id from amity.blocks where blocked_id = v_me)
    and (mine.role = 'admin' or theirs.person_id not in (
      select blocked_id from amity.blocks where blocker_id = v_me
    ))
    and coalesce(theirs.invited_by not in (
      select blocker_id from amity.blocks where blocked_id = v_me
      union all
      select blocked_id from amity.blocks where blocker_id = v_me
    ), true);
end;
$$;

-- The rows whose role I may change as an admin. Not those of people I blocked: they would see a
-- change without an author.
create or replace function amity_private.circle_members_i_manage() returns setof uuid
language plpgsql stable security definer  -- see above
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  return query
  select theirs.id
  from amity_private.circle_members_i_see() as seen (id)
  join amity.circle_members as theirs on theirs.id = seen.id
  where theirs.circle_id = any (amity_private.circles_i_manage())
    and theirs.person_id not in (select blocked_id from amity.blocks where blocker_id = v_me);
end;
$$;

-- What a person is in a shared circle; null where they are not in it. The pages of one circle ask
-- this, and for each row the next, so that they read no more than they show.
create or replace function amity_private.my_circle_role(circle uuid) returns amity.circle_role
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_role amity.circle_role;
begin
  select role into v_role from amity.circle_members
  where circle_id = circle and person_id = v_me and joined_at is not null;
  return v_role;
end;
$$;

-- Whether a person in a circle of mine is seen there, as circle_members_i_see() says of all. One
-- search for each index: the pages that ask this turn bitmap scans off, which an `or` would need.
create or replace function amity_private.sees_in_circle(
  me uuid, my_role amity.circle_role, person uuid
) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return not exists (select from amity.blocks where blocker_id = person and blocked_id = me)
    and (my_role = 'admin' or not exists (
      select from amity.blocks where blocker_id = me and blocked_id = person
    ));
end;
$$;

-- the policies run as the person who reads
grant execute on function amity_private.circles_i_see() to authenticated;
grant execute on function amity_private.circles_i_manage() to authenticated;
grant execute on function amity_private.circle_members_i_see() to authenticated;
grant execute on function amity_private.circle_members_i_manage() to authenticated;
