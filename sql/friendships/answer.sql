-- An update says a status, and perhaps more: sql/friendships/step_back.sql comes after this.
create or replace function amity_private.tg_friendships__answer() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_connection amity.connections;
begin
  if (new.id, new.requester_id, new.addressee_id)
    is distinct from (old.id, old.requester_id, old.addressee_id) then
    perform amity_private.refuse('pair_is_fixed');
  end if;
  new.responded_at := old.responded_at;
  new.created_at := old.created_at;
  if new.status is distinct from old.status then
    update amity.connections
    set status = case new.status when 'declined' then 'rejected' else new.status::text end
      ::amity.connections_status
    where id = old.id returning * into v_connection;
    if not found then
      return null;
    end if;
    new.responded_at := v_connection.responded_at;
  end if;
  return new;
end;
$$;

comment on function amity_private.tg_friendships__answer() is
  'Says in amity.connections the status that is said in amity.friendships. Refuses also: '
  'pair_is_fixed.';

create or replace trigger _500_answer
instead of update on amity.friendships
for each row execute function amity_private.tg_friendships__answer();
