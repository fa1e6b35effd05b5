-- Refuses a row that exists. A client that asks PostgREST to ignore duplicates, which it hands on
-- in request.headers, gets no row and no error instead: an `on conflict` comes only after the
-- triggers. The trigger that calls this then returns null.
create or replace function amity_private.refuse_duplicate(slug text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if coalesce(current_setting('request.headers', true)
    !~ '"prefer": ?"[^"]*resolution=ignore-duplicates', true) then
    perform amity_private.refuse(slug);
  end if;
end;
$$;
