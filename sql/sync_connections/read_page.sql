-- A page of a table, read as amity_sync; or that it cannot be read.
create or replace function amity_private.read_sync_page(
  table_name text, after jsonb, transfer uuid, max_rows integer
) returns amity.sync_page
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $$
declare
  v_table constant oid := to_regclass(table_name);
  v_columns constant jsonb := amity_private.sync_columns_json(v_table);
  v_refusal amity.sync_authorization;
  v_rows record;
begin
  if not amity_private.sync_position_fits(transfer, after, (
    select count(*)::integer from jsonb_array_elements(v_columns) as columns
    where columns -> 'key' <> 'null'
  )) then
    v_refusal := amity_private.sync_refuse('sync_invalid_position');
  else
    begin
      v_rows := amity_private.read_rows(v_table, after, max_rows,
        least(coalesce(amity_private.setting_number('sync_page_bytes'), 268435456), 268435456));
      return row(true, null, 200, null, null, transfer, v_columns, v_rows.records,
        v_rows.record_count, coalesce(v_rows.reached, after), v_rows.is_last)::amity.sync_page;
    exception
      -- a key that the types of the columns cannot read
      when data_exception or check_violation then
        if after is null then
          raise;
        end if;
        v_refusal := amity_private.sync_refuse('sync_invalid_position');
      -- granted a moment ago, and no more
      when insufficient_privilege or undefined_table or undefined_column then
        v_refusal := amity_private.sync_refuse('sync_table_not_allowed');
    end;
  end if;
  return row(false, v_refusal.slug, v_refusal.http_status, v_refusal.message, v_refusal.hint,
    null, null, null, null, null, null)::amity.sync_page;
end;
$$;

-- Stores where the page began and where the next one begins; the last page completes the transfer.
create or replace function amity_private.move_sync_transfer(
  transfer uuid, after jsonb, page amity.sync_page
) returns void
language sql volatile
begin atomic
  update amity.sync_transfers set
    asked = move_sync_transfer.after,
    reached = case
      when not (move_sync_transfer.page).is_last then (move_sync_transfer.page).reached end
  where id = transfer;
  update amity.sync_transfers set status = 'completed'
  where id = transfer and status = 'in_progress' and (move_sync_transfer.page).is_last;
end;
