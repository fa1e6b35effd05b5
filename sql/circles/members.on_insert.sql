-- Decides on an invitation (see refuse_invitation.sql), and on a member that a service adds.
create or replace function amity_private.tg_circle_members__invite() returns trigger
language plpgsql volatile security definer  -- it locks the pair and the circle, and sees both sides
set search_path = pg_catalog, pg_temp
as $$
begin
  -- with sub-selects: a refusal has the same CONTEXT each time, see connections/on_insert.sql
  if new.status = 'member' then
    new.invited_by := null;
    new.invited_at := null;
    new.joined_at := coalesce(new.joined_at, clock_timestamp());
    -- the creator is the first admin, and no other new member is one
    if exists (
      select from amity.circles
      where id = new.circle_id and created_by = new.person_id and label_type_id is null
    ) then
      new.role := 'admin';
    else
      new.role := 'member';
      return case when (select amity_private.refuse_import(new)) then new end;
    end if;
  else
    new.status := 'invited';
    new.role := 'member';
    return case when (select amity_private.refuse_invitation(new)) then new end;
  end if;
  return new;
end;
$$;

create or replace trigger _100_invite
before insert on amity.circle_members
for each row execute function amity_private.tg_circle_members__invite();
