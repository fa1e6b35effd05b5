-- Not even the owner of the tables re-points a tie: rows and history would say different things.
-- Refuses to re-point a tie: pair_is_fixed.
create or replace function amity_private.tg_ties__keep() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.refuse('pair_is_fixed');
  return null;
end;
$$;
