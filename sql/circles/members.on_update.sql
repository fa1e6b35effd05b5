-- Only the invited person accepts. Refuses: already_member, already_invited, not_yours.
create or replace function amity_private.tg_circle_members__accept() returns trigger
language plpgsql volatile security definer  -- it holds the circle
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_circle(old.circle_id);
  if old.status = 'member' then
    perform amity_private.refuse('already_member');
  elsif new.status is distinct from 'member' then
    perform amity_private.refuse('already_invited');
  elsif amity.me() <> old.person_id then
    perform amity_private.refuse('not_yours');
  end if;
  new.invited_by := null;
  new.joined_at := clock_timestamp();
  return new;
end;
$$;

create or replace trigger _110_accept
before update of status on amity.circle_members
for each row execute function amity_private.tg_circle_members__accept();

-- Admins make members admins, and admins members. Refuses: circle_not_found, not_circle_admin,
-- circle_member_not_found, role_unchanged.
create or replace function amity_private.tg_circle_members__change_role() returns trigger
language plpgsql volatile security definer  -- it holds the circle and looks at who its admins are
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_circle(old.circle_id);
  -- hand_over.sql promotes without being an admin; it wrote so into the history, which people
  -- cannot
  if amity.me() is not null and not (
    old.role = 'member' and amity_private.last_circle_member_action(old.id) = 'promoted'
  ) then
    perform amity_private.refuse_former_admin(old.circle_id, amity.me());
  end if;
  if old.status = 'invited' then
    perform amity_private.refuse('circle_member_not_found');
  elsif new.role is null or new.role = old.role then
    perform amity_private.refuse('role_unchanged');
  end if;
  return new;
end;
$$;

create or replace trigger _120_change_role
before update of role on amity.circle_members
for each row execute function amity_private.tg_circle_members__change_role();
