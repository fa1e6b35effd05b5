-- Tells the person who is invited, and once they join the one who invited them.
create or replace function amity_private.tg_circle_members__notify() returns trigger
language plpgsql volatile security definer  -- people may not write notifications
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done text;
begin
  if tg_op = 'INSERT' then
    v_done := amity_private.tell(
      new.person_id, 'circle_invitation', new.id, new.invited_by);
  else
    delete from amity.notifications where subject_id = new.id;
    v_done := amity_private.tell(old.invited_by, 'circle_joined', new.id, new.person_id);
  end if;
  return null;
end;
$$;

-- a service that adds a member has their consent already: there is nothing to tell
create or replace trigger _560_notify_invited
after insert on amity.circle_members
for each row when (new.status = 'invited')
execute function amity_private.tg_circle_members__notify();

create or replace trigger _560_notify_joined
after update of status on amity.circle_members
for each row when (old.status = 'invited')
execute function amity_private.tg_circle_members__notify();
