{% from 'foundation/client.macro' import definer %}
-- All rows of a transfer are in the table, told in the transaction that moved them there.
{% call definer(
  'move_sync_transfer', 'transfer uuid, created bigint default 0, updated bigint default 0,
    skipped bigint default 0, failed bigint default 0, deleted bigint default 0',
  'amity.sync_transfers', because='the counters are not granted',
  says="Completes a receiving transfer whose stage was moved into its table, adds to its counts and
    drops the stage; returns it. For services. Refuses: sync_transfer_not_found,
    sync_connection_not_found, sync_wrong_direction, sync_not_active, sync_table_not_writable,
    sync_invalid_transition, sync_invalid_field."
) %}
declare
  v_site amity.sync_connections;
  v_transfer amity.sync_transfers;
begin
  perform amity_private.check_sync_counts(
    'records_…', created, updated, skipped, failed, deleted);
  select * into v_transfer from amity.sync_transfers where id = transfer;
  if not found then
    perform amity_private.refuse('sync_transfer_not_found');
  end if;
  -- the connection first, then what goes through it
  v_site := amity_private.hold_sync_connection(v_transfer.sync_connection_id, 'receiver');
  select * into v_transfer from amity.sync_transfers where id = transfer for no key update;
  if v_transfer.staged_at is null then
    perform amity_private.refuse(
      'sync_invalid_transition', v_transfer.status::text, 'completed');
  elsif v_site.status <> 'active' then
    perform amity_private.refuse('sync_not_active', v_site.status::text);
  elsif not amity_private.sync_site_may_write(v_site, v_transfer.table_name) then
    perform amity_private.refuse('sync_table_not_writable', v_transfer.table_name);
  end if;
  update amity.sync_transfers set
    status = 'completed',
    records_created = records_created + created, records_updated = records_updated + updated,
    records_skipped = records_skipped + skipped, records_failed = records_failed + failed,
    records_deleted = records_deleted + deleted
  where id = transfer
  returning * into v_transfer;
  return v_transfer;
end;
{% endcall %}
