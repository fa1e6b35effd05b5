{% from 'foundation/client.macro' import definer %}
-- What the tallies must say, counted from the rows.
create or replace view amity_private.true_tallies with (security_invoker = true) as
select person_id, what, sum(n)::bigint as n
from (
  select requester_id as person_id, 'connections'::amity_private.tally as what, count(*) as n
  from amity.connections where status = 'accepted' group by 1
  union all
  select recipient_id, 'connections', count(*)
  from amity.connections where status = 'accepted' group by 1
  union all
  select follower_id, 'following', count(*) from amity.follows group by 1
  union all
  select followed_id, 'followers', count(*) from amity.follows group by 1
) as counted
group by person_id, what;

comment on view amity_private.true_tallies is
  'What amity_private.tallies must add up to, counted anew.';

{% call definer(
  'rebuild_counts', '', 'bigint', because='it counts the rows of all people',
  says="Counts everything anew; returns how many counts there are. Needed only where amity.verify()
    finds counts wrong, or after rows were loaded with triggers off. Changes wait meanwhile. For
    services. Refuses: isolation_unsupported."
) %}
declare
  v_rows bigint;
begin
  -- no tie begins or ends meanwhile, and what was committed before must be seen
  perform amity_private.require_read_committed();
  lock table amity.connections, amity.follows in share row exclusive mode;
  delete from amity_private.tallies;
  insert into amity_private.tallies (person_id, what, n)
  select person_id, what, n from amity_private.true_tallies;
  get diagnostics v_rows = row_count;
  return v_rows;
end;
{% endcall %}
