-- The first id that a moment could have given: ids sort by time, so that no index of its own is
-- needed to find what is old.
create or replace function amity_private.first_id_at(moment timestamptz) returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return rpad(
    lpad(to_hex(greatest(floor(extract(epoch from moment) * 1000), 0)::bigint), 12, '0'), 32, '0'
  )::uuid;
end;
$$;

-- Deletes notifications older than notification_retention, the oldest 100,000 at most, and forgets
-- that those which are gone were to be taken; returns how many notifications. See amity.tidy().
create or replace function amity_private.tidy_notifications() returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off  -- without statistics, to read all of it looks as cheap as an index
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_first constant uuid := amity_private.first_id_at(
    clock_timestamp() - amity_private.setting_interval('notification_retention'));
  v_gone bigint;
begin
  delete from amity.notifications
  where id in (
    select id from amity.notifications where id < v_first order by id limit 100000
    -- one that is locked is left for the next time
    for update skip locked
  );
  get diagnostics v_gone = row_count;
  delete from amity_private.untaken_notifications
  where notification_id in (
    select notification_id from amity_private.untaken_notifications as untaken
    where not exists (select from amity.notifications where id = untaken.notification_id)
    for update skip locked
  );
  return v_gone;
end;
$$;
