-- Whether a request can still be answered: decided here and nowhere else, from its date and the
-- setting request_ttl, at the moment of asking. Nothing needs to run for a request to end.

-- Null is for ever.
create or replace function amity_private.request_ttl() returns interval
language plpgsql stable security definer  -- people may not read settings
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ttl interval;
begin
  select amity_private.exact_interval(value::interval) into v_ttl
  from amity.settings where name = 'request_ttl';
  return v_ttl;
end;
$$;

-- Requests of this moment or earlier have expired.
create or replace function amity_private.requests_open_after() returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(clock_timestamp() - amity_private.request_ttl(), '-infinity');
end;
$$;

-- Of one request. Inlined: an index by date is searched from that moment on. A list of many
-- compares with (select amity_private.requests_open_after()) instead, which is then taken once.
create or replace function amity_private.is_open(requested_at timestamptz) returns boolean
language sql stable
return requested_at > amity_private.requests_open_after();

-- views and functions of clients ask all three
grant execute on function amity_private.request_ttl(), amity_private.requests_open_after(),
  amity_private.is_open(timestamptz) to authenticated, service_role;
