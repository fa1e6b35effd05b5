-- Tells a person of a badge that they keep. One that is not kept is awarded at no moment: it
-- follows from the connections.
create or replace function amity_private.tg_kept_badges__notify() returns trigger
language plpgsql volatile  -- only the owner awards
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done text;
begin
  v_done := amity_private.tell(new.person_id, 'badge_awarded', new.id);
  return null;
end;
$$;

create or replace trigger _560_notify
after insert on amity.kept_badges
for each row execute function amity_private.tg_kept_badges__notify();
