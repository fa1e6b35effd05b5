-- Tallies have no foreign key, so the end of an account takes them along here. By its name this
-- comes after the ties have gone, which waits until nobody else changes a tally of this person.
create or replace function amity_private.tg_people__end_tallies() returns trigger
language plpgsql volatile security definer  -- people may not write tallies
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity_private.tallies where person_id = old.id;
  return null;
end;
$$;

comment on function amity_private.tg_people__end_tallies() is
  'Ends the tallies of somebody whose account ended.';

create or replace trigger _500_end_tallies
after delete on amity.people
for each row execute function amity_private.tg_people__end_tallies();
