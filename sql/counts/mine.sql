{% from 'foundation/client.macro' import definer %}
-- One count of one person.
create or replace function amity_private.tally_of(person uuid, what amity_private.tally)
returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sum bigint;
begin
  select coalesce(sum(tallies.n), 0) into v_sum from amity_private.tallies
  where tallies.person_id = person and tallies.what = tally_of.what;
  return v_sum;
end;
$$;

-- Each function named my_count_… is also an entry of amity.my_counters(), which finds them by name.
-- Those of requests are in connections/pending.sql.

{% for what in ['connections', 'followers', 'following'] %}
-- My {{ what }}.
create or replace function amity_private.my_count_{{ what }}() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), '{{ what }}');

{% endfor %}
{% call definer(
  'my_counts', '', 'table (
  connections bigint, followers bigint, following bigint,
  pending_received bigint, pending_sent bigint
)', because='tallies are not granted', to='authenticated', volatility='stable',
  says='How many connections, followers, followed people and open requests I have: one row.'
) %}
declare
  v_me constant uuid := amity.me();
begin
  return query
  select
    coalesce(sum(n) filter (where what = 'connections'), 0)::bigint,
    coalesce(sum(n) filter (where what = 'followers'), 0)::bigint,
    coalesce(sum(n) filter (where what = 'following'), 0)::bigint,
    amity_private.my_count_pending_received(),
    amity_private.my_count_pending_sent()
  from amity_private.tallies where person_id = v_me;
end;
{% endcall %}
