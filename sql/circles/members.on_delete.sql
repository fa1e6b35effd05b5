-- Leaving, declining, withdrawing and removing are one DELETE; whose row it is tells them apart.
-- Refuses: circle_not_found, not_circle_admin.
create or replace function amity_private.tg_circle_members__end() returns trigger
language plpgsql volatile security definer  -- it holds the circle and looks at who its admins are
set search_path = pg_catalog, pg_temp
as $$
begin
  -- the end of an invitation leaves no circle without an admin
  if old.status = 'member' then
    perform amity_private.require_circle(old.circle_id);
  end if;
  if amity.me() not in (old.person_id, coalesce(old.invited_by, old.person_id))
    and pg_trigger_depth() = 1 then
    perform amity_private.refuse_former_admin(old.circle_id, amity.me());
  end if;
  return old;
end;
$$;

create or replace trigger _100_end
before delete on amity.circle_members
for each row execute function amity_private.tg_circle_members__end();
