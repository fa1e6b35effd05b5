-- Deletes the state of people who have earned all their acts; returns how many rows.
create or replace function amity_private.tidy_limits() returns bigint
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  with past as (
    select person_id, action from amity_private.rate_limit_state
    where theoretical_arrival_at < clock_timestamp()
    -- an act of this moment is moving it forward
    for update skip locked
  ), gone as (
    delete from amity_private.rate_limit_state using past
    where rate_limit_state.person_id = past.person_id and rate_limit_state.action = past.action
    returning 1
  )
  select count(*) from gone;
end;
