-- Whether a request is over is judged from its date, whenever it matters; nothing needs to run for it.
create or replace function amity_private.request_ttl() returns interval
language sql stable security definer  -- people may not read settings
set search_path = pg_catalog, pg_temp
return amity_private.setting_interval('request_ttl');

-- One moment for a whole statement: `requested_at > (select …)` still finds its index.
create or replace function amity_private.requests_open_after() returns timestamptz
language sql stable
return coalesce(clock_timestamp() - amity_private.request_ttl(), '-infinity');

-- Makes room for a new request.
create or replace function amity_private.close_expired_request(one uuid, other uuid) returns void
language sql volatile
begin atomic
  with ended as (
    delete from amity.connections
    where least(requester_id, recipient_id) = least(one, other)
      and greatest(requester_id, recipient_id) = greatest(one, other)
      and status = 'pending' and requested_at <= amity_private.requests_open_after()
    returning *
  )
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, actor_id, cause)
  select id, requester_id, recipient_id, 'expired', amity.me(), 'expiry' from ended;
end;

revoke execute on function amity_private.request_ttl() from public;
revoke execute on function amity_private.requests_open_after() from public;
revoke execute on function amity_private.close_expired_request(uuid, uuid) from public;
-- views and functions of clients ask both
grant execute on function amity_private.request_ttl() to authenticated, service_role;
grant execute on function amity_private.requests_open_after() to authenticated, service_role;
comment on function amity_private.request_ttl() is 'How long a request can be answered; null is for ever.';
comment on function amity_private.requests_open_after() is
  'Requests of this moment or earlier have expired.';
comment on function amity_private.close_expired_request(uuid, uuid) is
  'Takes the expired request of a pair out of the table and into the history.';
