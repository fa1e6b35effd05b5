-- Deletes invites that expired or were used up more than 24 hours ago; returns how many. See
-- amity.tidy().
create or replace function amity_private.tidy_invites() returns bigint
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  with over as (
    select id from amity.invites
    where expires_at < statement_timestamp() - interval '24 hours'
      or (uses >= max_uses and last_used_at < statement_timestamp() - interval '24 hours')
    -- one that is locked is left for the next time
    for update skip locked
  ), gone as (
    delete from amity.invites using over where invites.id = over.id returning 1
  )
  select count(*) from gone;
end;
