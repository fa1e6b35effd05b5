{% from 'foundation/client.macro' import definer %}
-- The receiving side. It writes its counts and its place in the same transaction as the rows that
-- arrived, so that a transfer goes on exactly where it was cut off.
{% call definer(
  'start_sync_transfer', 'connection uuid, table_name text, sites uuid[], key jsonb,
    strategy amity.sync_conflict_strategy default null, remote_transfer uuid default null,
    actor uuid default null, cursor_column text default null,
    cursor_lag interval default null',
  'amity.sync_transfers', because='the counters are not granted',
  says="Begins to receive a table through an active receiving connection; returns the transfer,
    whose reached says where: pass it as after to amity.sync_pull() there. sites and key are what
    that site tells of the table: see amity.sync_tables(). With a cursor_column it begins at what
    arrived last by it, less cursor_lag, five minutes by default. For services. Refuses:
    sync_connection_not_found, sync_wrong_direction, sync_not_active, sync_table_not_writable,
    sync_own_site, sync_invalid_field; and where rows are always inserted, sync_loop,
    sync_key_unordered, sync_would_double."
) %}
declare
  v_site constant amity.sync_connections :=
    amity_private.hold_sync_connection(connection, 'receiver');
  v_name constant text := amity_private.sync_table_name(table_name);
  v_strategy constant amity.sync_conflict_strategy :=
    coalesce(strategy, v_site.default_conflict_strategy);
  v_inserts constant boolean := amity_private.sync_inserts(v_strategy, v_name);
  v_reached jsonb;
  v_transfer amity.sync_transfers;
begin
  perform amity_private.check_sync_field(v_name is not null, 'table_name',
    'the name of a table, such as public.orders');
  if v_site.status <> 'active' then
    perform amity_private.refuse('sync_not_active', v_site.status::text);
  elsif not amity_private.sync_site_may_write(v_site, v_name) then
    perform amity_private.refuse('sync_table_not_writable', v_name);
  end if;
  v_reached := amity_private.begin_sync_position(
    v_name, v_inserts, sites, key);
  if cursor_column is not null then
    perform amity_private.check_sync_field(
      not v_inserts, 'cursor_column', 'null where rows are always inserted');
    v_reached := amity_private.begin_sync_cursor(
      v_name, sites[1], cursor_column, coalesce(cursor_lag, interval '5 minutes'));
  end if;
  insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url,
    remote_transfer_id, remote_site_id, table_name, status, conflict_strategy,
    cursor_column, reached, initiated_by, started_at)
  values ('receive', connection, v_site.site_url, remote_transfer, sites[1], v_name,
    'in_progress', v_strategy, cursor_column, v_reached, coalesce(actor, amity.me()),
    clock_timestamp())
  returning * into v_transfer;
  update amity.sync_connections set total_transfers = total_transfers + 1 where id = connection;
  return v_transfer;
end;
{% endcall %}
