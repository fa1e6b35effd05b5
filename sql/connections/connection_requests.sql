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
select
  ended.connection_id,
  ended.requester_id,
  ended.recipient_id,
  case ended.action
    when 'accepted' then 'approved'
    when 'rejected' then 'denied'
    else ended.action::text
  end::amity.request_status,
  null,
  asked.occurred_at,
  ended.occurred_at,
  null
from amity.connections_history as ended
join amity.connections_history as asked
  on asked.connection_id = ended.connection_id and asked.action = 'requested'
where ended.action in ('accepted', 'rejected', 'cancelled', 'expired');

grant select on amity.connection_requests to authenticated, service_role;
comment on view amity.connection_requests is
  'Every request from me and to me, open or ended. Mine that were rejected are missing unless the '
  'setting reveal_rejections is on. Order by requested_at.';
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
