-- The tallies that differ from the rows, which amity.rebuild_counts() puts right. See
-- amity.verify().
create or replace function amity_private.verify_counts()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'counts_are_exact', person_id || ' ' || what
  from (
    select person_id, what, sum(n) as n from amity_private.tallies group by person_id, what
  ) as kept
  full join amity_private.true_tallies as counted using (person_id, what)
  where coalesce(kept.n, 0) <> coalesce(counted.n, 0)
  union all
  select distinct 'counts_are_of_people', person_id::text from amity_private.tallies
  where not exists (select from amity.people where people.id = tallies.person_id);
end;
