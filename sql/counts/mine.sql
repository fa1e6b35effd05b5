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

-- How many connections I have.
create or replace function amity_private.my_count_connections() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), 'connections');

-- How many people follow me.
create or replace function amity_private.my_count_followers() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), 'followers');

-- How many people I follow.
create or replace function amity_private.my_count_following() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), 'following');

-- All of them, in one row.
create or replace function amity_private.my_counts(
  out connections bigint, out followers bigint, out following bigint,
  out pending_received bigint, out pending_sent bigint
)
language plpgsql stable security definer  -- tallies are not granted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  select
    coalesce(sum(n) filter (where what = 'connections'), 0),
    coalesce(sum(n) filter (where what = 'followers'), 0),
    coalesce(sum(n) filter (where what = 'following'), 0)
  into connections, followers, following
  from amity_private.tallies where person_id = v_me;
  pending_received := amity_private.my_count_pending_received();
  pending_sent := amity_private.my_count_pending_sent();
end;
$$;

create or replace function amity.my_counts()
returns table (
  connections bigint, followers bigint, following bigint,
  pending_received bigint, pending_sent bigint
)
language sql stable
begin atomic
  select mine.connections, mine.followers, mine.following, mine.pending_received, mine.pending_sent
  from amity_private.my_counts() as mine;
end;

grant execute on function amity_private.my_counts() to authenticated;
grant execute on function amity.my_counts() to authenticated;
comment on function amity.my_counts() is
  'How many connections, followers, followed people and open requests I have: one row.';
