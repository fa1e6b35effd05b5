-- How a request is judged, and how one that crosses accepts the request of the other person.

-- Accepts a request that waits, in place of the row being inserted: deletes it, and returns it for
-- the trigger to insert, accepted and with its id. Refuses: limit_reached.
create or replace function amity_private.accept_pending(request amity.connections, cause amity.cause)
returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_done text;
begin
  v_done := amity_private.refuse_too_many_connections(request.requester_id, request.recipient_id);
  request.status := 'accepted';
  request.responded_at := clock_timestamp();
  v_done := amity_private.remember_connection(request, 'accepted', cause, request.responded_at);
  delete from amity.connections where id = request.id;
  return request;
end;
$$;

-- A request is an insert. By every role and every way in, it is judged in this order:
--   1. what needs no look at the other person: open_act(), and what no row may say.
--      Refuses: person_not_found (null), not_yours, self_connection, connections_disabled,
--      status_invalid, text_too_long, text_invalid
--   2. the pair is held, and refused across a block: hold_pair(). Refuses: blocked,
--      person_not_found, too_much_at_once, isolation_unsupported
--   3. what stands: a connection, a request of mine (from before approval was switched off, it is
--      accepted), or a request of theirs, which this accepts. Both keep their own message.
--      Refuses: already_connected, pending_request, request_received
--   4. what the host has set: the wait after a rejection, and caps. Of these, only max_connections
--      is for services as well. Refuses: cooling_down, limit_reached
create or replace function amity_private.tg_connections__on_insert() returns trigger
language plpgsql volatile security definer  -- it locks the pair and looks at both sides of it
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me uuid;  -- null for a service without claims, which names who asks
  v_settings record;
  v_known amity.connections;
  v_done text;  -- for what returns nothing: an assignment is quicker than a query, as `perform` is
begin
  select
    bool_and(value::boolean) filter (where name = 'connections_enabled') as enabled,
    bool_and(value::boolean) filter (where name = 'connections_need_approval') as need_approval,
    min(value::interval) filter (where name = 'request_cooldown') as cooldown,
    min(value::integer) filter (where name = 'max_pending_sent') as max_pending
  into v_settings from amity.settings;

  -- 1 and 2 are queries all the same: of two refusals raised in assignments, the second has another
  -- CONTEXT, and a refusal must read the same to a blocked person as to any other
  select amity_private.open_act(
    'connection', new.requester_id, new.recipient_id, v_settings.enabled
  ) into v_me;
  if coalesce(new.status not in ('pending', 'accepted'), true) then
    perform amity_private.refuse('status_invalid', coalesce(new.status::text, 'null'));
  end if;
  if new.message is not null then
    -- where their row takes the place of this one, the constraint never sees this message
    perform amity_private.check_text(
      new.message, least(1000, amity_private.setting_number('max_message_length'))
    );
  end if;

  -- 2
  perform amity_private.hold_pair(new.requester_id, new.recipient_id, v_me);

  -- 3
  v_known := amity_private.hold_connection(new.requester_id, new.recipient_id);
  if v_known.status = 'accepted' then
    perform amity_private.refuse_duplicate('already_connected');
    return null;
  elsif v_known.status = 'pending' and new.status = 'accepted' then  -- a service, whoever had asked
    return amity_private.accept_pending(v_known, 'service');
  elsif v_known.requester_id = new.requester_id then
    if v_settings.need_approval then
      perform amity_private.refuse_duplicate('pending_request');
      return null;
    end if;
    -- from before the host switched approval off
    return amity_private.accept_pending(
      v_known, (case when v_me is null then 'service' else 'user' end)::amity.cause);
  elsif v_known.status = 'pending' then
    if amity_private.setting_choice('crossing_requests') = 'refuse' then
      perform amity_private.refuse('request_received');
    end if;
    return amity_private.accept_pending(v_known, 'crossing');
  end if;

  -- 4
  if v_me is not null and v_settings.cooldown is not null then
    v_done := amity_private.refuse_early_request(
      new.requester_id, new.recipient_id, v_settings.cooldown
    );
  end if;
  if new.status = 'accepted' or not v_settings.need_approval then
    v_done := amity_private.refuse_too_many_connections(new.requester_id, new.recipient_id);
    new.status := 'accepted';
    new.responded_at := coalesce(new.responded_at, new.requested_at);
  elsif v_me is not null and v_settings.max_pending is not null then
    v_done := amity_private.refuse_too_many_requests(new.requester_id, v_settings.max_pending);
  end if;
  return new;
end;
$$;

create or replace trigger _200_on_insert
before insert on amity.connections
for each row execute function amity_private.tg_connections__on_insert();
