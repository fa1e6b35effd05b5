-- Answering: the rules of an update. No lock of the pair here: the row itself is held, and whoever
-- blocks must wait for it before taking it away.
create or replace function amity_private.tg_connections__answer() returns trigger
language plpgsql volatile security definer
-- it reads settings, and counts what the other person has
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
begin
  if new.status is null then
    perform amity_private.refuse('status_invalid', 'null');
  elsif old.status <> 'pending' or new.status = 'pending' then
    perform amity_private.refuse('not_pending');
  elsif new.status in ('accepted', 'rejected') and v_me <> old.recipient_id then
    perform amity_private.refuse('not_recipient');
  elsif new.status = 'cancelled' and v_me <> old.requester_id then
    perform amity_private.refuse('not_requester');
  elsif old.requested_at <= amity_private.requests_open_after() then
    perform amity_private.refuse('request_expired');
  end if;
  if new.status = 'accepted' then
    if not amity_private.setting_is_on('connections_enabled') then
      perform amity_private.refuse('connections_disabled');
    end if;
    perform amity_private.refuse_too_many_connections(old.requester_id, old.recipient_id);
  end if;
  new.responded_at := case when new.status = 'cancelled' then null else clock_timestamp() end;
  return new;
end;
$$;

-- A request that was rejected or cancelled has been returned to whoever said so; now it leaves.
create or replace function amity_private.tg_connections__leave() returns trigger
language plpgsql volatile security definer  -- the row leaves whether or not its speaker may delete
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from amity.connections where id = new.id;
  return null;
end;
$$;

comment on function amity_private.tg_connections__answer() is
  'Decides on an answer. Refuses: status_invalid, not_pending, not_recipient, not_requester, '
  'request_expired, connections_disabled, limit_reached.';
comment on function amity_private.tg_connections__leave() is
  'Takes a rejected or cancelled request out of the table, after it was returned and remembered.';

create or replace trigger _100_answer
before update of status on amity.connections
for each row execute function amity_private.tg_connections__answer();

create or replace trigger _950_leave
after update of status on amity.connections
for each row when (new.status in ('rejected', 'cancelled'))
execute function amity_private.tg_connections__leave();
