-- Only an admin acts on a circle. A person who is not in it gets the refusal of a circle that does
-- not exist. Refuses: not_circle_admin, circle_is_dynamic, circle_not_found.
create or replace function amity_private.refuse_unless_admin(circle uuid, person uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_mine amity.circle_members;
begin
  select * into v_mine from amity.circle_members where circle_id = circle and person_id = person;
  if v_mine.role = 'admin' then
    return;
  elsif v_mine.id is not null then
    perform amity_private.refuse('not_circle_admin');
  elsif exists (select from amity.circles where id = circle and created_by = person) then
    perform amity_private.refuse('circle_is_dynamic');
  end if;
  perform amity_private.refuse('circle_not_found');
end;
$$;

-- A policy judges by the snapshot before the circle was locked. An admin whose rights another has
-- taken since is refused; rights given up in the same statement still count. Refuses:
-- not_circle_admin, circle_not_found.
create or replace function amity_private.refuse_former_admin(circle uuid, person uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last amity_private.circle_members_history;
begin
  select * into v_last from amity_private.circle_members_history
  where circle_id = circle and person_id = person
  order by entry desc limit 1;
  if v_last.action in ('left', 'demoted') and v_last.actor_id = person
    and v_last.occurred_at >= statement_timestamp() then
    return;
  end if;
  perform amity_private.refuse_unless_admin(circle, person);
end;
$$;

-- The refusal of a client function that found no row of the person, or of the circle. Refuses:
-- circle_not_found, not_circle_admin, circle_is_dynamic, blocked, circle_member_not_found.
create or replace function amity_private.refuse_absent_member(
  circle uuid, person uuid default null
) returns void
language plpgsql volatile security definer
-- it reads what I am in the circle, and only rows that I see
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.refuse_unless_admin(circle, amity.me());
  -- seen, and yet not to be appointed
  if exists (
    select from amity.circle_members as theirs
    join amity_private.circle_members_i_see() as seen (id) on seen.id = theirs.id
    where theirs.circle_id = circle and theirs.person_id = person
  ) then
    perform amity_private.refuse('blocked');
  end if;
  perform amity_private.refuse('circle_member_not_found');
end;
$$;

grant execute on function amity_private.refuse_absent_member(uuid, uuid) to authenticated;
