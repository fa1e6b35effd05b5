-- Leaving, declining, withdrawing and removing are one DELETE; whose row it is tells them apart.
-- Refuses: circle_not_found, not_circle_admin.
create or replace function amity_private.tg_circle_members__leave() returns trigger
language plpgsql volatile security definer  -- it holds the circle and looks at who its admins are
set search_path = pg_catalog, pg_temp
as $$
begin
  -- an invitation leaves nobody behind who would have to be led
  if old.status = 'member' then
    perform amity_private.require_circle(old.circle_id);
  end if;
  if amity.me() not in (old.person_id, coalesce(old.invited_by, old.person_id))
    and pg_trigger_depth() = 1 then
    perform amity_private.refuse_overtaken(old.circle_id, amity.me());
  end if;
  return old;
end;
$$;

create or replace trigger _100_leave
before delete on amity.circle_members
for each row execute function amity_private.tg_circle_members__leave();

create or replace function amity.leave_circle(circle uuid) returns amity.circle_members
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_member amity.circle_members;
begin
  delete from amity.circle_members
  where circle_id = circle and person_id = (select amity.me()) and status = 'member'
  returning * into v_member;
  if not found then
    perform amity_private.refuse('circle_not_found');
  end if;
  return v_member;
end;
$$;

create or replace function amity.remove_from_circle(circle uuid, person uuid)
returns amity.circle_members
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_member amity.circle_members;
begin
  delete from amity.circle_members
  where circle_id = circle and person_id = person
  returning * into v_member;
  if not found then
    perform amity_private.refuse_absent_member(circle, person);
  end if;
  return v_member;
end;
$$;

grant execute on function amity.leave_circle(uuid) to authenticated;
grant execute on function amity.remove_from_circle(uuid, uuid) to authenticated;
comment on function amity.leave_circle(uuid) is
  'Leaves a circle; returns my membership as it was. The last admin hands over to whoever has '
  'been there longest, and the last member ends it. Refuses: circle_not_found, signed_out, '
  'not_joined.';
comment on function amity.remove_from_circle(uuid, uuid) is
  'Removes a member, or withdraws an invitation, as an admin or as who sent it; returns the row '
  'as it was. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, '
  'circle_member_not_found, signed_out, not_joined.';
