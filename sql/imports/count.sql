-- Adds one to a tally for each time that a person is named, while all ties are locked: to a slot
-- that exists, or to a new one. Only amity.tidy() can change tallies meanwhile, by taking a slot
-- away: what was not added is inserted.
create or replace function amity_private.add_to_tallies(
  people uuid[], what amity_private.tally
) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  with change as materialized (
    select person, count(*) as n from unnest(people) as person group by person
  ), chosen as (
    select person_id, min(ctid) as place from amity_private.tallies
    where tallies.what = add_to_tallies.what
      and tallies.person_id in (select change.person from change)
    group by person_id
  ), added as (
    update amity_private.tallies set n = tallies.n + change.n
    from chosen join change on change.person = chosen.person_id
    where tallies.ctid = chosen.place
    returning tallies.person_id
  )
  insert into amity_private.tallies (person_id, what, n)
  select change.person, add_to_tallies.what, change.n from change
  where change.person not in (select added.person_id from added);
end;

-- Writes every kept badge that these people have reached, since the moment that the history gives,
-- while all ties are locked.
create or replace function amity_private.award_imported(people uuid[]) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  insert into amity.kept_badges (person_id, badge, awarded_at)
  select reached.person, badges.badge,
    coalesce(amity_private.reached_at(reached.person, badges.threshold), clock_timestamp())
  from (
    select person, amity_private.tally_of(person, 'connections') as connections
    from unnest(people) as person group by person
  ) as reached
  join amity.badges on badges.kept and badges.threshold <= reached.connections
  where not exists (
    select from amity.kept_badges as awarded
    where awarded.person_id = reached.person and awarded.badge = badges.badge
  )
  on conflict do nothing;
end;
