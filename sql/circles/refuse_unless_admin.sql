-- Only an admin acts on a circle. Whoever is not in it hears the same as of one that was never
-- there.
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

-- A policy lets an admin through as of the moment before the circle was held. What somebody else
-- has taken from them since, they have no more; what they give up in the same statement, they still
-- had.
create or replace function amity_private.refuse_overtaken(circle uuid, person uuid) returns void
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

-- The verbs, which run as whoever speaks, ask this where they found no row to act on.
create or replace function amity_private.refuse_absent_member(circle uuid, person uuid)
returns void
language plpgsql volatile security definer
-- it looks at what I am in the circle, and at nobody whom I do not see
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
comment on function amity_private.refuse_unless_admin(uuid, uuid) is
  'Refuses somebody who is no admin of that circle: not_circle_admin, circle_is_dynamic, '
  'circle_not_found.';
comment on function amity_private.refuse_overtaken(uuid, uuid) is
  'Refuses somebody who was an admin of that circle until another put an end to it: '
  'not_circle_admin, circle_not_found.';
comment on function amity_private.refuse_absent_member(uuid, uuid) is
  'Refuses: circle_not_found, not_circle_admin, circle_is_dynamic, blocked, else '
  'circle_member_not_found.';
