create or replace function amity_private.tg_friendships__remove() returns trigger
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

comment on function amity_private.tg_friendships__remove() is
  'Deletes from amity.connections what is deleted from amity.friendships.';

create or replace trigger _500_remove
instead of delete on amity.friendships
for each row execute function amity_private.tg_friendships__remove();
