-- The shape of an approval system: live requests, and the ended ones from the history.
create or replace view amity.connection_requests with (security_invoker = true) as
select
  id,
  requester_id,
  recipient_id,
  case
    when requested_at > (select amity_private.requests_open_after()) then 'pending'
    else 'expired'
  end::amity.request_status as status,
  message,
  requested_at,
  null::timestamptz as actioned_at,
  requested_at + (select amity_private.request_ttl()) as expires_at
from amity.connections
where status = 'pending'
union all
-- one pass over my entries: a join of each with the others would be planned as a look at all
select
  connection_id,
  requester_id,
  recipient_id,
  case max(action) filter (where action <> 'requested')
    when 'accepted' then 'approved'
    when 'rejected' then 'denied'
    when 'cancelled' then 'cancelled'
    when 'expired' then 'expired'
  end::amity.request_status,
  null,
  min(occurred_at),  -- of a connection that began at once, when it did
  max(occurred_at) filter (where action <> 'requested'),
  null
from amity.connections_history
where action <> 'removed'
group by connection_id, requester_id, recipient_id
having bool_or(action <> 'requested');

grant select on amity.connection_requests to authenticated, service_role;
comment on view amity.connection_requests is
  'Every request from me and to me, open or ended; a connection that began at once is one that was '
  'approved. Mine that were rejected are missing unless the setting reveal_rejections is on. Order '
  'by requested_at; amity.list_requests() gives a page, however many there are.';
comment on column amity.connection_requests.id is 'The connection that the request is or was.';
comment on column amity.connection_requests.requester_id is 'Who asked.';
comment on column amity.connection_requests.recipient_id is 'Who was asked.';
comment on column amity.connection_requests.status is
  'pending, approved, denied, cancelled or expired.';
comment on column amity.connection_requests.message is
  'What was written along, while it is pending.';
comment on column amity.connection_requests.requested_at is 'When it was asked.';
comment on column amity.connection_requests.actioned_at is 'When it ended; null while pending.';
comment on column amity.connection_requests.expires_at is
  'Until when it can be answered; null is for ever.';
