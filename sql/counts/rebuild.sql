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

-- Locks the tables of what is counted until the transaction ends. An act can hold one and wait for
-- another act, which waits for the other table: this gives way, long before Postgres would end one
-- of the three, and tries again, for half a minute.
create or replace function amity_private.hold_counted_ties() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '300ms'
as $$
begin
  for v_attempt in 1..100 loop
    begin
      lock table amity.connections, amity.follows in share row exclusive mode;
      return;
    exception
      when lock_not_available then
        if v_attempt = 100 then
          raise;
        end if;
    end;
  end loop;
end;
$$;

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
  perform amity_private.hold_counted_ties();
  delete from amity_private.tallies;
  insert into amity_private.tallies (person_id, what, n)
  select person_id, what, n from amity_private.true_tallies;
  get diagnostics v_rows = row_count;
  return v_rows;
end;
{% endcall %}
