-- Whether a transfer may go from one status to another; an end is final.
create or replace function amity_private.sync_transfer_may(
  from_status amity.sync_transfer_status, to_status amity.sync_transfer_status, requires_approval
  boolean
) returns boolean
language sql immutable
return case from_status
  when 'pending' then to_status in ('failed', 'cancelled')
    or to_status = (case when requires_approval then 'pending_approval' else 'in_progress' end)
      ::amity.sync_transfer_status
  when 'pending_approval' then to_status in ('approved', 'denied', 'expired', 'cancelled')
  when 'approved' then to_status in ('in_progress', 'failed', 'cancelled')
  when 'in_progress' then to_status in ('completed', 'failed', 'cancelled')
  else false
end;

-- Decides on a new status of a transfer and dates it. Refuses: sync_invalid_transition,
-- sync_approval_expired.
create or replace function amity_private.tg_sync_transfers__change() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  if amity_private.sync_transfer_may(old.status, new.status, new.requires_approval)
    is not true then
    perform amity_private.refuse('sync_invalid_transition', old.status::text,
      coalesce(new.status::text, 'nothing'));
  elsif new.status = 'approved' then
    if old.approval_expires_at < v_now then
      perform amity_private.refuse('sync_approval_expired');
    end if;
    new.approved_at := v_now;
    new.approved_by := coalesce(new.approved_by, amity.me());
  elsif new.status = 'denied' then
    new.denied_at := v_now;
    new.denied_by := coalesce(new.denied_by, amity.me());
  elsif new.status = 'in_progress' then
    new.started_at := v_now;
  end if;
  if new.status in ('denied', 'completed', 'failed', 'cancelled', 'expired') then
    new.completed_at := v_now;
  end if;
  return new;
end;
$$;

-- the trigger runs as the role that writes
grant execute on function amity_private.sync_transfer_may(
  amity.sync_transfer_status, amity.sync_transfer_status, boolean
) to service_role;

create or replace trigger _200_change
before update of status on amity.sync_transfers
for each row execute function amity_private.tg_sync_transfers__change();
