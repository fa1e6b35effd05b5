{% from 'connections/connected.macro' import when_connected %}
-- Writes every kept badge that so many connections are enough for; never waits. It runs when a
-- connection begins; two that begin at the same moment do not see each other, so the next change
-- awards what they reached.
create or replace function amity_private.award_kept_badges(person uuid, connections bigint)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with due as materialized (
    select badges.badge, badges.threshold from amity.badges
    where badges.kept and badges.threshold <= connections
      and not exists (
        select from amity.kept_badges as awarded
        where awarded.person_id = person and awarded.badge = badges.badge
      )
      -- not a person whose account ends in this transaction
      and exists (select from amity.people where id = person)
  )
  insert into amity.kept_badges (person_id, badge, awarded_at)
  select person, due.badge,
    coalesce(amity_private.reached_at(person, due.threshold), clock_timestamp())
  from due
  -- another transaction that awards it at this moment is left to do so, without waiting
  where pg_try_advisory_xact_lock(uuid_hash_extended(person, hashtextextended(due.badge, 5)))
  on conflict do nothing;
end;
$$;

-- Awards kept badges when a connection begins or ends, after it was counted.
create or replace function amity_private.tg_connections__award() returns trigger
language plpgsql volatile security definer  -- people may not award badges
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections := coalesce(new, old);
  v_ended constant integer := case tg_op when 'DELETE' then 1 else 0 end;
begin
  perform from amity.badges where kept limit 1;
  if found then
    perform amity_private.award_kept_badges(
      person, amity_private.tally_of(person, 'connections') + v_ended
    )
    from unnest(array[v_row.requester_id, v_row.recipient_id]) as person;
  end if;
  return null;
end;
$$;

{{ when_connected(600, 'award') }}
