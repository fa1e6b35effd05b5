-- Expires connections that ran out and approvals that are overdue, deletes what ended before
-- history_retention, and drops stages that were in use when their transfers ended; returns the
-- number of rows and stages. See amity.tidy().
create or replace function amity_private.tidy_sync_connections() returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz :=
    clock_timestamp() - amity_private.setting_interval('history_retention');
  v_tidied bigint := amity_private.expire_sync_connections();
begin
  with overdue as (
    update amity.sync_transfers set status = 'expired'
    where status = 'pending_approval' and approval_expires_at < clock_timestamp()
    returning 1
  ), unused as (
    delete from amity_private.sync_challenges
    where used_at < clock_timestamp() - interval '5 minutes'
    returning 1
  ), ended as (
    delete from amity.sync_transfers where completed_at < v_before returning 1
  ), forgotten as (
    -- only what has ended is forgotten, and only whole: what stands still replays
    delete from amity_private.sync_connections_history as entries
    where exists (
      select from amity_private.sync_connections_history as ends
      where ends.sync_connection_id = entries.sync_connection_id and ends.action = 'deleted'
        and ends.occurred_at < v_before
    )
    returning 1
  )
  select v_tidied + count(*) into v_tidied from (
    table overdue union all table unused union all table ended union all table forgotten
  ) as tidied;
  return v_tidied + (
    select count(*) from amity_private.sync_stages_left as stages
    where amity_private.drop_sync_stage(stages.stage)
  );
end;
$$;
