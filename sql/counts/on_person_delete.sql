-- Tallies have no foreign key: the end of an account ends its tallies here. The cascades of foreign
-- keys, which end the ties, fire before: they wait until no other act changes a tally of the person.
create or replace function amity_private.tg_people__end_tallies() returns trigger
language plpgsql volatile security definer  -- people may not write tallies
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity_private.tallies where person_id = old.id;
  return null;
end;
$$;

create or replace trigger _520_end_tallies
after delete on amity.people
for each row execute function amity_private.tg_people__end_tallies();
