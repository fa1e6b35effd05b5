-- Accounts end one after the other: each takes ties of others along, and two at once would wait for
-- each other's in a circle. What else ends ties of many people takes its turn as well.
create or replace function amity_private.leave_in_turn() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('amity.people', 4));
end;
$$;

-- Before the first row of a statement.
create or replace function amity_private.tg_people__leave_in_turn() returns trigger
language plpgsql volatile security definer  -- a service may delete people, and not take the lock
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.leave_in_turn();
  return null;
end;
$$;

create or replace trigger _100_leave_in_turn
before delete on amity.people
for each statement execute function amity_private.tg_people__leave_in_turn();

-- Ends the accounts of these people. Several at once are locked first, by id, as an act locks two
-- people; and a kind that holds more for an account that ends finds in `leaving` for which.
create or replace function amity_private.end_people(people uuid[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if cardinality(people) > 1 then
    perform amity_private.leave_in_turn();
    perform from amity.people where id = any (end_people.people) order by id for update;
    update amity_private.attachments set leaving = end_people.people;
    delete from amity.people where id = any (end_people.people);
    update amity_private.attachments set leaving = null;
  else
    delete from amity.people where id = any (end_people.people);
  end if;
end;
$$;
