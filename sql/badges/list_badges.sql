{% from 'foundation/client.macro' import client %}
-- What I have: what is written down, or what I have connections enough for. A kept badge that I
-- once had enough for is mine as well, even if it is not written yet.
create or replace function amity_private.list_badges()
returns table (badge text, name text, threshold integer, kept boolean, awarded_at timestamptz)
language sql stable security definer  -- tallies and the dates of others are not granted
set search_path = pg_catalog, pg_temp
begin atomic
  select badges.badge, badges.name, badges.threshold, badges.kept,
    case when awarded.badge is not null then awarded.awarded_at
      when badges.kept or badges.threshold <= mine.connections
        then amity_private.reached_at(amity.me(), badges.threshold)
    end
  from amity.badges
  cross join (
    select amity_private.tally_of(amity.me(), 'connections') as connections
  ) as mine
  left join amity.kept_badges as awarded
    on awarded.badge = badges.badge and awarded.person_id = amity.me()
    -- what the host keeps no longer counts like any other
    and badges.kept
  order by badges.threshold, badges.badge;
end;

{{ client(
  'list_badges', '',
  'table (badge text, name text, threshold integer, kept boolean, awarded_at timestamptz)',
  to='authenticated', volatility='stable',
  says="Every badge there is, lowest threshold first, and since when I have it: null is that I have
    not. One that is not kept goes when connections end."
) }}
