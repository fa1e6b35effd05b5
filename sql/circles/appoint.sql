{% from 'foundation/client.macro' import act %}
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

{% call act(
  'promote_in_circle', 'circle uuid, person uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse_absent_member(circle, person)",
  says="Makes a member an admin, as an admin; returns the membership. Refuses: circle_not_found,
    circle_is_dynamic, not_circle_admin, circle_member_not_found, blocked, role_unchanged,
    signed_out, not_joined."
) %}
  update amity.circle_members set role = 'admin' where circle_id = circle and person_id = person
{% endcall %}

{% call act(
  'demote_in_circle', 'circle uuid, person uuid', 'amity.circle_members', to='authenticated',
  or_else="refuse_absent_member(circle, person)",
  says="Makes an admin, who may be myself, a member; the last one hands over to the longest-standing
    member. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin,
    circle_member_not_found, blocked, role_unchanged, last_admin, signed_out, not_joined."
) %}
  update amity.circle_members set role = 'member' where circle_id = circle and person_id = person
{% endcall %}
