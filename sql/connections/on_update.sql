-- An answer is an update of status: the recipient accepts or rejects, the requester cancels, once
-- and while the request is open. It looks for no block and holds no pair: a block deletes the row,
-- and waits for it, because Postgres locked it for this update. Refuses: status_invalid,
-- not_pending, not_requester, not_recipient, request_expired, connections_disabled, limit_reached.
create or replace function amity_private.tg_connections__on_update() returns trigger
language plpgsql volatile security definer  -- it reads settings, and counts others' connections
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();  -- null for a service, which may answer and cancel for both
  v_settings record;
  v_done text;  -- see on_insert.sql
begin
  if new.status is null then
    perform amity_private.refuse('status_invalid', 'null');
  elsif old.status <> 'pending' then
    perform amity_private.refuse('not_pending');
  elsif new.status = 'pending' then
    perform amity_private.refuse('status_invalid', 'pending');
  elsif new.status = 'cancelled' and v_me <> old.requester_id then
    perform amity_private.refuse('not_requester');
  elsif new.status <> 'cancelled' and v_me <> old.recipient_id then
    perform amity_private.refuse('not_recipient');
  elsif not amity_private.is_open(old.requested_at) then
    perform amity_private.refuse('request_expired');
  end if;
  if new.status = 'accepted' then
    select
      bool_and(value::boolean) filter (where name = 'connections_enabled') as enabled,
      min(value::integer) filter (where name = 'max_connections') as cap
    into v_settings from amity.settings;
    if not v_settings.enabled then
      perform amity_private.refuse('connections_disabled');
    end if;
    v_done := amity_private.refuse_too_many_connections(
      old.requester_id, old.recipient_id, v_settings.cap
    );
  end if;
  new.responded_at := case when new.status <> 'cancelled' then clock_timestamp() end;
  return new;
end;
$$;

create or replace trigger _200_on_update
before update of status on amity.connections
for each row execute function amity_private.tg_connections__on_update();

-- A rejected or cancelled request is returned by the update that closes it, remembered, and
-- deleted.
create or replace function amity_private.tg_connections__delete_closed_request() returns trigger
language plpgsql volatile security definer  -- the row leaves whether or not its speaker may delete
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.connections where id = new.id;
  return null;
end;
$$;

create or replace trigger _950_delete_closed_request
after update of status on amity.connections
for each row when (new.status in ('rejected', 'cancelled'))
execute function amity_private.tg_connections__delete_closed_request();
