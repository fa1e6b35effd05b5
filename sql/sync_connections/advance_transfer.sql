{% from 'foundation/client.macro' import definer %}
-- A page that arrived, told in the transaction that wrote its rows.
{% call definer(
  'advance_sync_transfer', 'transfer uuid, reached jsonb, created bigint default 0,
    updated bigint default 0, skipped bigint default 0, failed bigint default 0,
    bytes bigint default 0, remote_transfer uuid default null, key jsonb default null,
    staged bigint default 0, is_staged boolean default false',
  'amity.sync_transfers', because='the counters are not granted',
  says="Adds a page that arrived to the counts of a receiving transfer, and where it ended; returns
    the transfer. key is the primary key there, as the page tells it. staged is the number of
    records that went into its stage, and is_staged says that they were the last ones: see
    amity.stage_sync_transfer(). For services. Refuses:
    sync_transfer_not_found, sync_wrong_direction, sync_invalid_transition, sync_table_not_writable,
    sync_record_limit_reached, sync_invalid_field; and where rows are always inserted,
    sync_key_unordered, sync_would_double."
) %}
declare
  v_arrived bigint;
  v_site amity.sync_connections;
  v_transfer amity.sync_transfers;
begin
  perform amity_private.check_sync_counts(
    'records_… or bytes', created, updated, skipped, failed, staged, bytes);
  v_arrived := created + updated + skipped + failed + staged;
  -- the connection first, then what goes through it
  update amity.sync_connections set
    records_downloaded = records_downloaded + v_arrived,
    total_records_transferred = total_records_transferred + v_arrived,
    total_bytes_transferred = total_bytes_transferred + bytes,
    last_transfer_at = clock_timestamp(), last_connected_at = clock_timestamp()
  where id = (select sync_connection_id from amity.sync_transfers as own where own.id = transfer)
  returning * into v_site;
  select * into v_transfer from amity.sync_transfers where id = transfer for no key update;
  if not found then
    perform amity_private.refuse('sync_transfer_not_found');
  elsif v_transfer.direction <> 'receive' then
    perform amity_private.refuse('sync_wrong_direction', 'receiver');
  elsif v_transfer.status <> 'in_progress' then
    perform amity_private.refuse('sync_invalid_transition', v_transfer.status::text, 'in_progress');
  elsif not amity_private.sync_site_may_write(v_site, v_transfer.table_name) then
    perform amity_private.refuse('sync_table_not_writable', v_transfer.table_name);
  elsif v_site.records_downloaded > v_site.max_records_total then
    perform amity_private.refuse('sync_record_limit_reached');
  end if;
  perform amity_private.move_sync_position(v_transfer, reached, key);
  update amity.sync_transfers as transfers set
    asked = transfers.reached, reached = advance_sync_transfer.reached,
    remote_transfer_id = coalesce(remote_transfer, remote_transfer_id),
    records_requested = records_requested + v_arrived,
    records_transferred = records_transferred + v_arrived,
    records_created = records_created + created, records_updated = records_updated + updated,
    records_skipped = records_skipped + skipped, records_failed = records_failed + failed,
    bytes_transferred = bytes_transferred + bytes,
    staged_at = case when is_staged then clock_timestamp() end
  where id = transfer
  returning * into v_transfer;
  if is_staged then
    -- the move is planned by its size, and by the keys: other columns are in no condition
    execute format('analyze %s (%s)', amity_private.sync_stage(transfer), (
      select string_agg(quote_ident(columns.attname), ', ')
      from pg_attribute as columns
      join pg_attribute as staged on staged.attname = columns.attname
        and staged.attrelid = amity_private.sync_stage(transfer)::regclass
      where columns.attrelid = v_transfer.table_name::regclass and columns.attnum in (
        select unnest(conkey) from pg_constraint
        where conrelid = columns.attrelid and contype in ('p', 'f')
      )
    ));
  end if;
  return v_transfer;
end;
{% endcall %}
