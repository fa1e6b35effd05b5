-- Tells the followed person of a new follow. The end of a follow is told to no person.
create or replace function amity_private.tg_follows__notify() returns trigger
language plpgsql volatile security definer  -- people may not write notifications
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done text;
begin
  v_done := amity_private.tell(new.followed_id, 'followed', new.id, new.follower_id);
  return null;
end;
$$;

create or replace trigger _560_notify
after insert on amity.follows
for each row execute function amity_private.tg_follows__notify();
