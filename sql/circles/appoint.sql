-- Admins make members admins, and admins members. Refuses: circle_not_found, not_circle_admin,
-- circle_member_not_found, role_unchanged.
create or replace function amity_private.tg_circle_members__appoint() returns trigger
language plpgsql volatile security definer  -- it holds the circle and looks at who its admins are
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_circle(old.circle_id);
  -- handing over is not by an admin, and has written so, which nobody else can: see hand_over.sql
  if amity.me() is not null and not (
    old.role = 'member' and amity_private.last_circle_member_action(old.id) = 'promoted'
  ) then
    perform amity_private.refuse_overtaken(old.circle_id, amity.me());
  end if;
  if old.status = 'invited' then
    perform amity_private.refuse('circle_member_not_found');
  elsif new.role is null or new.role = old.role then
    perform amity_private.refuse('role_unchanged');
  end if;
  return new;
end;
$$;

create or replace trigger _120_appoint
before update of role on amity.circle_members
for each row execute function amity_private.tg_circle_members__appoint();

-- Updates the role of somebody in a circle. Refuses: circle_not_found, not_circle_admin, blocked,
-- circle_member_not_found.
create or replace function amity_private.say_role(circle uuid, person uuid, said amity.circle_role)
returns amity.circle_members
language plpgsql volatile  -- invoker: the policies and the trigger decide
set search_path = pg_catalog, pg_temp
as $$
declare
  v_member amity.circle_members;
begin
  update amity.circle_members set role = said
  where circle_id = circle and person_id = person
  returning * into v_member;
  if not found then
    perform amity_private.refuse_absent_member(circle, person);
  end if;
  return v_member;
end;
$$;

create or replace function amity.promote_in_circle(circle uuid, person uuid)
returns amity.circle_members
language sql volatile
return amity_private.say_role(circle, person, 'admin');

create or replace function amity.demote_in_circle(circle uuid, person uuid)
returns amity.circle_members
language sql volatile
return amity_private.say_role(circle, person, 'member');

grant execute on function amity_private.say_role(uuid, uuid, amity.circle_role) to authenticated;
grant execute on function amity.promote_in_circle(uuid, uuid) to authenticated;
grant execute on function amity.demote_in_circle(uuid, uuid) to authenticated;
comment on function amity.promote_in_circle(uuid, uuid) is
  'Makes a member an admin, as an admin; returns the membership. Refuses: circle_not_found, '
  'circle_is_dynamic, not_circle_admin, circle_member_not_found, blocked, role_unchanged, '
  'signed_out, not_joined.';
comment on function amity.demote_in_circle(uuid, uuid) is
  'Makes an admin, who may be myself, a member; the last one hands over to whoever else has been '
  'there longest. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, '
  'circle_member_not_found, blocked, role_unchanged, last_admin, signed_out, not_joined.';
