-- An update says a status. Requests that have ended are in the view as well, and stay as they are.
create or replace function amity_private.tg_connection_requests__answer() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_connection amity.connections;
begin
  if (new.id, new.requester_id, new.recipient_id)
    is distinct from (old.id, old.requester_id, old.recipient_id) then
    perform amity_private.refuse('pair_is_fixed');
  elsif new.status is not distinct from old.status then
    -- what else a client sends along is not written, nor returned as if it were
    return old;
  elsif new.status = 'expired' then
    perform amity_private.refuse('answer_invalid', new.status::text);
  end if;
  update amity.connections set status = amity_private.connection_status_of(new.status)
  where id = old.id returning * into v_connection;
  if not found then
    perform amity_private.refuse('not_pending');
  end if;
  return amity_private.request_of(v_connection);
end;
$$;

comment on function amity_private.tg_connection_requests__answer() is
  'Says in amity.connections the status that is said in amity.connection_requests. Refuses also: '
  'pair_is_fixed, answer_invalid, not_pending.';

create or replace trigger _500_answer
instead of update on amity.connection_requests
for each row execute function amity_private.tg_connection_requests__answer();

grant update (status) on amity.connection_requests to authenticated, service_role;
