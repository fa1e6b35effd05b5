-- Whether rows may be sent through this transfer: it has to be of this connection and table, and
-- approved where an approval is needed. An approval that came too late sets the status to expired.
create or replace function amity_private.check_sync_transfer(
  site amity.sync_connections, table_name text, transfer uuid
) returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_transfer amity.sync_transfers;
  v_needed constant boolean := amity_private.sync_needs_approval(
    site.approval_mode, site.auto_approve_tables, check_sync_transfer.table_name);
begin
  select * into v_transfer from amity.sync_transfers
  where id = transfer and sync_connection_id = site.id and direction = 'send'
    and table_name = check_sync_transfer.table_name
  for no key update;
  if v_transfer.status = 'pending_approval'
    and v_transfer.approval_expires_at < clock_timestamp() then
    update amity.sync_transfers set status = 'expired' where id = transfer
    returning * into v_transfer;
  end if;
  return case
    -- a transfer of another table or connection counts as unknown
    when v_transfer.id is null and (v_needed or transfer is not null)
      or v_needed and not v_transfer.requires_approval
      then amity_private.sync_refuse('sync_approval_required')
    when v_transfer.status = 'pending_approval'
      then amity_private.sync_refuse('sync_approval_pending')
    when v_transfer.status = 'denied' then amity_private.sync_refuse('sync_approval_denied')
    when v_transfer.status = 'expired' then amity_private.sync_refuse('sync_approval_expired')
    -- for as long as it could have waited, the last page can be asked for once more
    when v_transfer.status in ('failed', 'cancelled')
      or v_transfer.completed_at < clock_timestamp() - coalesce(
        amity_private.setting_interval('sync_approval_ttl'), interval '24 hours')
      then amity_private.sync_refuse('sync_transfer_over')
  end;
end;
$$;
