-- Requests are few and expire by themselves: they are counted when asked for. Both are entries of
-- amity.my_counters().

-- How many requests wait for my answer.
create or replace function amity_private.my_count_pending_received() returns bigint
language plpgsql stable security definer  -- planned once, without row security: only mine are read
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_count bigint;
begin
  select count(*) into v_count from amity.connections
  where recipient_id = v_me and status = 'pending' and amity_private.is_open(requested_at);
  return v_count;
end;
$$;

-- How many requests of mine wait for an answer.
create or replace function amity_private.my_count_pending_sent() returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_count bigint;
begin
  select count(*) into v_count from amity.connections
  where requester_id = v_me and status = 'pending' and amity_private.is_open(requested_at);
  return v_count;
end;
$$;

create or replace function amity.pending_requests_count() returns bigint
language sql stable
return amity_private.my_count_pending_received();

grant execute on function amity_private.my_count_pending_received() to authenticated;
grant execute on function amity.pending_requests_count() to authenticated;
comment on function amity.pending_requests_count() is 'How many requests wait for my answer.';
