-- How many invitations to circles wait for my answer: amity.my_counters() finds it by its name.
create or replace function amity_private.my_count_circle_invitations() returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select count(*) from amity.circle_members
  where person_id = (select amity.me()) and status = 'invited'
);
