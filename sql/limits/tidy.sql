create or replace function amity_private.tidy_limits() returns bigint
language sql volatile
begin atomic
  with past as (
    select person_id, action from amity_private.rate_limit_state
    where theoretical_arrival_at < clock_timestamp()
    -- of somebody who acts at this moment it is not over
    for update skip locked
  ), gone as (
    delete from amity_private.rate_limit_state using past
    where rate_limit_state.person_id = past.person_id and rate_limit_state.action = past.action
    returning 1
  )
  select count(*) from gone;
end;

comment on function amity_private.tidy_limits() is
  'Forgets the pace of everybody who is no longer ahead; returns of how many. See amity.tidy().';
