{% from 'foundation/client.macro' import definer %}
-- What I have: what is written down, or what I have connections enough for. A kept badge that I
-- once had enough for is mine as well, even if it is not written yet.
{% call definer(
  'list_badges', '',
  'table (badge text, name text, threshold integer, kept boolean, awarded_at timestamptz)',
  because='tallies and the dates of others are not granted', to='authenticated',
  volatility='stable',
  says="Every badge there is, lowest threshold first, and since when I have it: null is that I have
    not. One that is not kept goes when connections end."
) %}
declare
  v_me constant uuid := amity.me();
  v_connections constant bigint := amity_private.tally_of(v_me, 'connections');
begin
  return query
  with every as materialized (
    select badges.*, awarded.awarded_at,
      awarded.badge is null and (badges.kept or badges.threshold <= v_connections) as is_looked_up
    from amity.badges
    left join amity.kept_badges as awarded
      on awarded.badge = badges.badge and awarded.person_id = v_me
      -- what the host keeps no longer counts like any other
      and badges.kept
  )
  select every.badge, every.name, every.threshold, every.kept,
    coalesce(every.awarded_at, reached.reached_at)
  from every
  left join amity_private.reached(
    v_me, array(select looked_up.threshold from every as looked_up where looked_up.is_looked_up)
  ) as reached on every.is_looked_up and reached.threshold = every.threshold
  order by every.threshold, every.badge;
end;
{% endcall %}
