{% from 'foundation/client.macro' import definer %}
{% call definer(
  'sync_settle', 'receipt text', 'boolean', because='the counters are not granted',
  to='service_role, amity_receiver',
  says="For a receiving site: counts what was read instead of what was granted, stores where the
    page ended, and completes the transfer with its last page. True, once; false if this receipt is
    not the one of the last grant of its transfer."
) %}
declare
  v_read constant jsonb := amity_private.read_signed_sync('receipt', receipt);
  v_transfer constant uuid := (v_read ->> 'transfer')::uuid;
begin
  -- the connection first, then what goes through it
  perform from amity.sync_connections
  where id = (select sync_connection_id from amity.sync_transfers where id = v_transfer)
  for no key update;
  if not exists (
    select from amity.sync_transfers
    where id = v_transfer and granted_at = (v_read ->> 'at')::timestamptz
    for no key update
  ) then
    return false;
  end if;
  perform amity_private.add_sync_records(v_transfer,
    (v_read ->> 'records')::bigint - (v_read ->> 'rows')::bigint, (v_read ->> 'bytes')::bigint);
  perform amity_private.store_sync_position(
    v_transfer, nullif(v_read -> 'reached', 'null'), (v_read ->> 'is_last')::boolean);
  return true;
end;
{% endcall %}
