-- An insert asks. Where it is a connection at once, it comes back approved.
create or replace function amity_private.tg_connection_requests__ask() returns trigger
language plpgsql volatile  -- invoker: the table decides
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked amity.connections;
  v_requester constant uuid := coalesce(new.requester_id, amity.me());
begin
  if coalesce(new.status, 'pending') = 'pending' then
    insert into amity.connections (requester_id, recipient_id, message)
    values (v_requester, new.recipient_id, new.message) returning * into v_asked;
  elsif amity.me() is not null then
    perform amity_private.refuse('status_invalid', new.status::text);
  else
    insert into amity.connections (requester_id, recipient_id, message, status)
    values (
      v_requester, new.recipient_id, new.message, amity_private.connection_status_of(new.status)
    )
    returning * into v_asked;
  end if;
  return amity_private.request_of(v_asked);
end;
$$;

comment on function amity_private.tg_connection_requests__ask() is
  'Inserts into amity.connections what is inserted into amity.connection_requests.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.connection_requests
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _500_ask
instead of insert on amity.connection_requests
for each row execute function amity_private.tg_connection_requests__ask();

grant insert (requester_id, recipient_id, status, message) on amity.connection_requests
  to authenticated, service_role;
