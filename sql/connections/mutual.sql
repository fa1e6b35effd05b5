-- Mutual connections: the people whom two people are both connected with.

-- Everybody a person is connected with: either way, each by an index.
create or replace function amity_private.connected_people(person uuid) returns setof uuid
language sql stable
begin atomic
  select recipient_id from amity.connections where requester_id = person and status = 'accepted'
  union all
  select requester_id from amity.connections where recipient_id = person and status = 'accepted';
end;

-- People whom that person and I are both connected with. It goes through my connections, with a look
-- for each, and never through theirs: the work does not tell how many they have.
create or replace function amity_private.my_mutual_connections(person uuid) returns setof uuid
language plpgsql stable security definer
-- the other person's connections are not mine to see: only those that are also mine come out
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_person constant uuid := amity_private.found_as(person, v_me);
begin
  return query
  select mine.id
  from amity_private.connected_people(v_me) as mine (id)
  where v_me <> person
    and mine.id <> person
    and not exists (select from amity.blocks where blocker_id = v_me and blocked_id = person)
    and exists (
      select from amity.connections
      where least(requester_id, recipient_id) = least(mine.id, v_person)
        and greatest(requester_id, recipient_id) = greatest(mine.id, v_person)
        and status = 'accepted'
    );
end;
$$;

create or replace function amity.mutual_connections(
  person uuid, max_rows integer default 50, after uuid default null
) returns table (person_id uuid)
language sql stable
begin atomic
  select mutual.id
  from amity_private.my_mutual_connections(person) as mutual (id)
  where after is null or mutual.id > after
  order by mutual.id
  limit least(greatest(coalesce(max_rows, 50), 0), 1000);
end;

create or replace function amity.mutual_connections_count(person uuid) returns bigint
language sql stable
return (select count(*) from amity_private.my_mutual_connections(person));

grant execute on function amity_private.my_mutual_connections(uuid) to authenticated;
grant execute on function amity.mutual_connections(uuid, integer, uuid) to authenticated;
grant execute on function amity.mutual_connections_count(uuid) to authenticated;
comment on function amity.mutual_connections(uuid, integer, uuid) is
  'The people that person and I are both connected with, by id: at most 1000 a page, the next page '
  'after the last id. Empty for an unknown id and across a block.';
comment on function amity.mutual_connections_count(uuid) is
  'How many people that person and I are both connected with.';
