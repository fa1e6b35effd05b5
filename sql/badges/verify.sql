-- The invariants of badges that are broken. See amity.verify().
create or replace function amity_private.verify_badges()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'badges_are_of_people', kept_badges.person_id || ' ' || kept_badges.badge
  from amity.kept_badges
  where not exists (select from amity.people where people.id = kept_badges.person_id);
end;
