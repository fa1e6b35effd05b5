create or replace function amity_private.tidy_limits() returns bigint
language sql volatile
begin atomic
  with past as (
    select person_id, action from amity_private.paces where ahead_until < clock_timestamp()
    -- of somebody who acts at this moment it is not over
    for update skip locked
  ), gone as (
    delete from amity_private.paces using past
    where paces.person_id = past.person_id and paces.action = past.action
    returning 1
  )
  select count(*) from gone;
end;

comment on function amity_private.tidy_limits() is
  'Forgets the pace of everybody who is no longer ahead; returns of how many. See amity.tidy().';
