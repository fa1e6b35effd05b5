create or replace function amity.is_stepped_back_from(person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from amity.step_backs where owner_id = (select amity.me()) and person_id = person
);

grant execute on function amity.is_stepped_back_from(uuid) to authenticated;
comment on function amity.is_stepped_back_from(uuid) is
  'Whether I have stepped back from that person and not returned yet. No call says whether they '
  'have.';
