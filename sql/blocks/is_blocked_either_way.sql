-- Asked wherever a tie could begin, or a person be seen. Only definers ask it: no client may read
-- who blocked another.
create or replace function amity_private.is_blocked_either_way(one uuid, other uuid) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select from amity.blocks
    where (blocker_id = one and blocked_id = other) or (blocker_id = other and blocked_id = one)
  );
end;
$$;
