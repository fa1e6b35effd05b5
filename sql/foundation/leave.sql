-- Accounts end one after the other: each takes ties of others along, and two at once would wait for
-- each other's in a circle.
create or replace function amity_private.tg_people__leave_in_turn() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('amity.people', 4));
  return null;
end;
$$;

create or replace trigger _100_leave_in_turn
before delete on amity.people
for each statement execute function amity_private.tg_people__leave_in_turn();
