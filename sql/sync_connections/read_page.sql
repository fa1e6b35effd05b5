-- A page of a table, read as amity_sync; or that it cannot be read.
create or replace function amity_private.read_sync_page(
  table_name text, after jsonb, max_rows integer, cursor_column text
) returns amity.sync_page
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $$
declare
  v_table constant oid := to_regclass(table_name);
  v_refusal amity.sync_authorization;
  v_rows record;
begin
  v_rows := amity_private.read_rows(v_table, after, max_rows,
    least(coalesce(amity_private.setting_number('sync_page_bytes'), 268435456), 268435456),
    cursor_column);
  return row(true, null, 200, null, null, null, amity_private.sync_columns_json(v_table),
    v_rows.records, v_rows.record_count, coalesce(v_rows.reached, after), v_rows.is_last,
    null)::amity.sync_page;
exception
  -- a key that the types of the columns cannot read
  when data_exception or check_violation then
    if after is null then
      raise;
    end if;
    v_refusal := amity_private.sync_refuse('sync_invalid_position');
    return jsonb_populate_record(null::amity.sync_page, to_jsonb(v_refusal));
  -- granted a moment ago, and no more
  when insufficient_privilege or undefined_table or undefined_column then
    v_refusal := amity_private.sync_refuse('sync_table_not_allowed');
    return jsonb_populate_record(null::amity.sync_page, to_jsonb(v_refusal));
end;
$$;
