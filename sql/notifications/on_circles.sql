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
for each row when (old.status = 'invited' and new.status = 'member')
execute function amity_private.tg_circle_members__notify();

-- A membership outlives a block, and what was told of it does not: to the other person it looks as
-- if the member had left.
create or replace function amity_private.tg_blocks__end_notifications() returns trigger
language plpgsql volatile security definer  -- they belong to two people
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.notifications
  where kind = 'circle_joined' and (person_id, actor_id)
    in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id));
  return null;
end;
$$;

create or replace trigger _560_end_notifications
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_notifications();
