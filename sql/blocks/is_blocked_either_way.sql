-- Asked wherever a tie could begin, or somebody be seen. Only definers ask it: who blocked whom is
-- nobody's to read.
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
