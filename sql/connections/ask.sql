-- Asking: the rules of an insert, whoever inserts and however.

-- What is refused before anybody looks for a row of the pair.
create or replace function amity_private.refuse_request(request amity.connections) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if request.requester_id is null or request.recipient_id is null then
    perform amity_private.refuse('person_not_found');
  elsif amity.me() <> request.requester_id then
    perform amity_private.refuse('not_yours');
  elsif request.requester_id = request.recipient_id then
    perform amity_private.refuse('self_connection');
  elsif coalesce(request.status not in ('pending', 'accepted'), true) then
    perform amity_private.refuse('status_invalid', coalesce(request.status::text, 'null'));
  elsif not amity_private.setting_is_on('connections_enabled') then
    perform amity_private.refuse('connections_disabled');
  end if;
  -- their row may take the place of this one, which no constraint would see then
  perform amity_private.check_text(request.message, 1000);
end;
$$;

-- They had asked: their row leaves and comes back accepted, with its id, as the row that is
-- inserted.
create or replace function amity_private.accept_asked(asked amity.connections, cause amity.cause)
returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.refuse_too_many_connections(asked.requester_id, asked.recipient_id);
  asked.status := 'accepted';
  asked.responded_at := clock_timestamp();
  perform amity_private.remember_connection(asked, 'accepted', cause, asked.responded_at);
  delete from amity.connections where id = asked.id;
  return asked;
end;
$$;

create or replace function amity_private.tg_connections__ask() returns trigger
language plpgsql volatile security definer  -- it locks the pair and looks at both sides of it
set search_path = pg_catalog, pg_temp
as $$
declare
  v_asked amity.connections;
begin
  perform amity_private.refuse_request(new);
  perform amity_private.hold_pair(new.requester_id, new.recipient_id);
  perform amity_private.clear_ended_request(new.requester_id, new.recipient_id);

  v_asked := amity_private.hold_connection(new.requester_id, new.recipient_id);
  if v_asked.status = 'accepted' then
    perform amity_private.refuse('already_connected');
  elsif v_asked.status = 'pending' and new.status = 'accepted' then
    return amity_private.accept_asked(v_asked, 'service');
  elsif v_asked.status = 'pending' and v_asked.requester_id = new.requester_id then
    perform amity_private.refuse('pending_request');
  elsif v_asked.status = 'pending'
    and amity_private.setting_choice('crossing_requests') = 'refuse' then
    perform amity_private.refuse('request_received');
  elsif v_asked.status = 'pending' then
    return amity_private.accept_asked(v_asked, 'crossing');
  end if;

  if amity.me() is not null then
    perform amity_private.refuse_early_request(new.requester_id, new.recipient_id);
  end if;
  if new.status = 'accepted' or not amity_private.setting_is_on('connections_need_approval') then
    perform amity_private.refuse_too_many_connections(new.requester_id, new.recipient_id);
    new.status := 'accepted';
    new.responded_at := coalesce(new.responded_at, new.requested_at);
  else
    perform amity_private.refuse_too_many_requests(new.requester_id);
  end if;
  return new;
end;
$$;

comment on function amity_private.refuse_request(amity.connections) is
  'Refuses what no look at the other person is needed for: person_not_found (null), not_yours, '
  'self_connection, status_invalid, connections_disabled, text_too_long, text_invalid.';
comment on function amity_private.accept_asked(amity.connections, amity.cause) is
  'Turns a pending row into the accepted one that takes its place. Refuses: limit_reached.';
comment on function amity_private.tg_connections__ask() is
  'Decides on a new request. Refuses also: blocked, person_not_found, already_connected, '
  'pending_request, request_received, cooling_down, limit_reached.';

create or replace trigger _000_require_speaker
before insert or update or delete on amity.connections
for each statement execute function amity_private.tg_require_speaker();

create or replace trigger _100_ask
before insert on amity.connections
for each row execute function amity_private.tg_connections__ask();

create or replace trigger _100_keep
before update of id, requester_id, recipient_id on amity.connections
for each row
when ((old.id, old.requester_id, old.recipient_id)
  is distinct from (new.id, new.requester_id, new.recipient_id))
execute function amity_private.tg_ties__keep();

create or replace trigger _100_keep_all
before truncate on amity.connections
for each statement execute function amity_private.tg_tables__refuse_truncate();
