-- Deletes the kept badges of a person whose account ended: they have no foreign key to people.
create or replace function amity_private.tg_people__end_kept_badges() returns trigger
language plpgsql volatile security definer  -- people may not delete badges
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.kept_badges where person_id = old.id;
  return null;
end;
$$;

create or replace trigger _510_end_kept_badges
after delete on amity.people
for each row execute function amity_private.tg_people__end_kept_badges();
