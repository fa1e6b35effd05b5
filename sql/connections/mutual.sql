-- Mutual connections: the people whom two people are both connected with.

-- Everybody a person is connected with: either way, each by an index.
create or replace function amity_private.connected_people(person uuid) returns setof uuid
language sql stable
begin atomic
  select recipient_id from amity.connections where requester_id = person and status = 'accepted'
  union all
  select requester_id from amity.connections where recipient_id = person and status = 'accepted';
end;

-- People whom that person and I are both connected with, by id. It goes through my connections, with
-- a look for each until the page is full, and never through theirs: the work does not tell how many
-- they have.
create or replace function amity_private.mutual_connections(
  person uuid, max_rows integer, after uuid
) returns setof uuid
language plpgsql stable security definer
-- the other person's connections are not mine to see: only those that are also mine come out
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_me constant uuid := amity.me();
  v_person constant uuid := amity_private.found_as(person, v_me);
begin
  return query
  select mine.id
  from (
    select known.id from amity_private.connected_people(v_me) as known (id)
    where v_me <> person and known.id <> person and (after is null or known.id > after)
      and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = person)
    order by known.id
  ) as mine
  cross join lateral (
    select from amity.connections
    where least(requester_id, recipient_id) = least(mine.id, v_person)
      and greatest(requester_id, recipient_id) = greatest(mine.id, v_person)
      and status = 'accepted'
    limit 1  -- one row for two people: so each is looked up
  ) as theirs
  order by mine.id
  limit max_rows;
end;
$$;

create or replace function amity.mutual_connections(
  person uuid, max_rows integer default 50, after uuid default null
) returns table (person_id uuid)
language sql stable
begin atomic
  select mutual.id
  from amity_private.mutual_connections(
    person, least(greatest(coalesce(max_rows, 50), 0), 1000), after
  ) as mutual (id);
end;

create or replace function amity.mutual_connections_count(person uuid) returns bigint
language sql stable
return (select count(*) from amity_private.mutual_connections(person, null, null));

grant execute on function amity_private.mutual_connections(uuid, integer, uuid) to authenticated;
grant execute on function amity.mutual_connections(uuid, integer, uuid) to authenticated;
grant execute on function amity.mutual_connections_count(uuid) to authenticated;
comment on function amity.mutual_connections(uuid, integer, uuid) is
  'Whom that person and I both know, by id: at most 1000 a page, the next page after the last id. '
  'Empty for somebody unknown and across a block.';
comment on function amity.mutual_connections_count(uuid) is
  'How many people that person and I both know.';
