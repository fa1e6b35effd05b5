-- Whether a request is over is judged from its date, whenever it matters; nothing needs to run for
-- it.
create or replace function amity_private.request_ttl() returns interval
language plpgsql stable security definer  -- people may not read settings
set search_path = pg_catalog, pg_temp
as $$
begin
  return amity_private.setting_interval('request_ttl');
end;
$$;

-- One moment for a whole statement: `requested_at > (select …)` still finds its index.
create or replace function amity_private.requests_open_after() returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(clock_timestamp() - amity_private.request_ttl(), '-infinity');
end;
$$;

-- Makes room for a new request: an expired one leaves, and so does one that was rejected or
-- cancelled earlier in this very statement and has not left yet.
create or replace function amity_private.clear_ended_request(one uuid, other uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_request constant amity.connections := amity_private.hold_connection(one, other);
begin
  if v_request.status = 'pending'
    and v_request.requested_at <= amity_private.requests_open_after() then
    perform amity_private.remember_connection(v_request, 'expired', 'expiry');
  elsif v_request.status is distinct from 'rejected'
    and v_request.status is distinct from 'cancelled' then
    return;
  end if;
  delete from amity.connections where id = v_request.id;
end;
$$;

-- views and functions of clients ask both
grant execute on function amity_private.request_ttl() to authenticated, service_role;
grant execute on function amity_private.requests_open_after() to authenticated, service_role;
comment on function amity_private.request_ttl() is
  'How long a request can be answered; null is for ever.';
comment on function amity_private.requests_open_after() is
  'Requests of this moment or earlier have expired.';
comment on function amity_private.clear_ended_request(uuid, uuid) is
  'Takes a request that is over out of the way of another one between the same people.';
