-- Folds the slots of each tally that a rush has left behind into one of them, as far as no other
-- transaction holds them, and deletes those that add up to nothing; returns how many fewer there
-- are. The slot that stays is updated, not made anew: the end of an account, which waits for it,
-- finds it.
create or replace function amity_private.tidy_counts() returns bigint
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  with free as (
    select slot, person_id, what, n from amity_private.tallies
    where n = 0 or (person_id, what) in (
      select person_id, what from amity_private.tallies group by person_id, what having count(*) > 1
    )
    for update skip locked
  ), folded as (
    select min(slot) as slot, sum(n) as n from free group by person_id, what having sum(n) <> 0
  ), kept as (
    update amity_private.tallies set n = folded.n from folded where tallies.slot = folded.slot
  ), gone as (
    delete from amity_private.tallies using free
    where tallies.slot = free.slot and free.slot not in (select folded.slot from folded)
    returning 1
  )
  select count(*) from gone;
end;
