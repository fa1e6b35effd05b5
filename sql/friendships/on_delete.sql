-- A delete ends the connection, or withdraws or rejects the request.
create or replace function amity_private.tg_friendships__on_delete() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.connections where id = old.id;
  if not found then
    return null;
  end if;
  return old;
end;
$$;

create or replace trigger _500_on_delete
instead of delete on amity.friendships
for each row execute function amity_private.tg_friendships__on_delete();
