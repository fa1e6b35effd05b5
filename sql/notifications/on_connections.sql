-- Who is told of a request and of a connection. A rejection is told to no person.

-- A request: the recipient. An acceptance: the requester, and the recipient has answered. A
-- connection that begins at once, through the instant flow, an invite or a service: the person who
-- did not act. The last entry of the history says how; where a service acted, the dates say whether
-- the requester waited for an answer.
create or replace function amity_private.tg_connections__notify() returns trigger
language plpgsql volatile security definer  -- people may not write notifications
set search_path = pg_catalog, pg_temp
as $$
declare
  v_how record;
  v_done text;  -- takes what returns nothing: an assignment is an expression, `perform` a query
begin
  if new.status = 'pending' then
    v_done := amity_private.tell(
      new.recipient_id, 'request_received', new.id, new.requester_id);
  elsif tg_op = 'UPDATE' then
    delete from amity.notifications where subject_id = new.id;
    v_done := amity_private.tell(
      new.requester_id, 'request_accepted', new.id, new.recipient_id);
  else
    select
      coalesce(actor_id = new.recipient_id, new.responded_at > new.requested_at) as was_awaited,
      case cause when 'invite' then 'invite_redeemed' else 'request_accepted' end as kind
    into v_how from amity_private.connections_history
    where connection_id = new.id order by entry desc limit 1;
    v_done := amity_private.tell(
      case when v_how.was_awaited then new.requester_id else new.recipient_id end,
      v_how.kind::amity.notification_kind, new.id,
      case when v_how.was_awaited then new.recipient_id else new.requester_id end);
  end if;
  return null;
end;
$$;

-- not in an import, whose triggers of a row are off
create or replace trigger _560_notify
after insert on amity.connections
for each row execute function amity_private.tg_connections__notify();

-- also in an import, for a request that waited: see imports/hold.sql
create or replace trigger _810_notify_accepted
after update of status on amity.connections
for each row when (old.status <> 'accepted' and new.status = 'accepted')
execute function amity_private.tg_connections__notify();
