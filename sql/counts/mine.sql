-- My own counts. Each function named my_count_… is also an entry of amity.my_counters(), which
-- finds them by name.
create or replace function amity_private.tally_of(person uuid, what amity_private.tally)
returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(sum(tallies.n), 0) from amity_private.tallies
    where tallies.person_id = person and tallies.what = tally_of.what
  );
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
return (
  select count(*) from amity.connections
  where recipient_id = (select amity.me()) and status = 'pending'
    and requested_at > (select amity_private.requests_open_after())
);

create or replace function amity_private.my_count_pending_sent() returns bigint
language sql stable
return (
  select count(*) from amity.connections
  where requester_id = (select amity.me()) and status = 'pending'
    and requested_at > (select amity_private.requests_open_after())
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
comment on function amity_private.tally_of(uuid, amity_private.tally) is
  'One count of one person.';
comment on function amity_private.my_count_connections() is 'How many connections I have.';
comment on function amity_private.my_count_followers() is 'How many people follow me.';
comment on function amity_private.my_count_following() is 'How many people I follow.';
comment on function amity_private.my_count_pending_received() is
  'How many requests wait for my answer.';
comment on function amity_private.my_count_pending_sent() is
  'How many requests of mine wait for an answer.';
comment on function amity_private.my_counts() is 'What amity.my_counts() returns.';
comment on function amity.my_counts() is
  'How many connections, followers, followed people and open requests I have: one row.';
