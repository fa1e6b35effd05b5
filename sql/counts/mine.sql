-- My own counts. Each function named my_count_… is also an entry of amity.my_counters(), which
-- finds them by name.
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

create or replace function amity_private.my_count_connections() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), 'connections');

create or replace function amity_private.my_count_followers() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), 'followers');

create or replace function amity_private.my_count_following() returns bigint
language sql stable
return amity_private.tally_of(amity.me(), 'following');

-- Requests are few and expire by themselves: they are counted when somebody asks.
create or replace function amity_private.my_count_pending_received() returns bigint
language sql stable
return amity.pending_requests_count();

create or replace function amity_private.my_count_pending_sent() returns bigint
language sql stable
return (
  select count(*) from amity.connections
  where requester_id = (select amity.me()) and status = 'pending'
    and amity_private.is_open(requested_at)
);

create or replace function amity_private.my_counts(
  out connections bigint, out followers bigint, out following bigint,
  out pending_received bigint, out pending_sent bigint
)
language sql stable security definer  -- tallies are not granted
set search_path = pg_catalog, pg_temp
begin atomic
  select amity_private.my_count_connections(), amity_private.my_count_followers(),
    amity_private.my_count_following(), amity_private.my_count_pending_received(),
    amity_private.my_count_pending_sent();
end;

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
