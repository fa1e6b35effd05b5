-- Read off the facts, never off a setting that a client could make up.
-- The cause of a change between two people that nothing more special explains.
create or replace function amity_private.cause_of_change(one uuid, other uuid) returns amity.cause
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when not exists (select from amity.people where id = one)
      or not exists (select from amity.people where id = other) then 'account_deleted'
    when amity.me() is null then 'service'
    else 'user'
  end::amity.cause;
end;
$$;
