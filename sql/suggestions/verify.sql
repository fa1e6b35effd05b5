-- The invariants of suggestions that are broken: see amity.verify().
create or replace function amity_private.verify_suggestions()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'not_of_a_blocker', owner_id || ' ' || person_id from amity.dismissed_suggestions
  join amity.blocks on blocker_id = person_id and blocked_id = owner_id;
end;
