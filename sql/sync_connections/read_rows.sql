{% from 'sync_connections/exact_texts.macro' import exact_texts %}
-- How many rows a page of a table has at most. A loop fetches up to fifty at once: where they are
-- large, on average 300 kB outside of the table itself, ten, which its first fetch has.
create or replace function amity_private.most_sync_rows(relation oid, max_rows integer)
returns integer
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when sum(pg_relation_size(nullif(parts.reltoastrelid, 0))) / nullif(sum(parts.reltuples), 0)
      > 300000
      then least(max_rows, 10)
    else max_rows
  end
  from pg_class as parts
  where (parts.oid = relation or parts.oid in (select relid from pg_partition_tree(relation)))
    and parts.relkind = 'r'
);

-- Rows of a table beyond a key, at most that many rows, and bytes but for one row. Runs as
-- amity_sync, which owns it after the first offer: it reads only what that role may read, row
-- security included, and code of the host (types, policies, generated columns) has no more rights.
-- Only the owner of the schema may call it.
create or replace function amity_private.read_rows(
  relation oid, after jsonb, max_rows integer, max_bytes integer, cursor_column text default null,
  out records json, out record_count integer, out byte_count bigint, out reached jsonb,
  out is_last boolean
)
language plpgsql volatile security definer  -- to be amity_sync
set search_path = pg_catalog, pg_temp
{{ exact_texts() }}
as $$
declare
  v_records json[];
  v_record json;
  v_most constant integer := amity_private.most_sync_rows(relation, max_rows);
begin
  perform amity_private.require_service_caller(
    'amity_private.read_rows(oid, jsonb, integer, integer, text)');
  if current_user <> 'amity_sync' then
    raise insufficient_privilege using message = 'read_rows() does not belong to amity_sync';
  end if;
  record_count := 0;
  byte_count := 0;
  is_last := true;
  -- one more than wanted, to know whether there is one
  for v_record in
    execute amity_private.sync_page_query(
      relation, cursor_column, coalesce(jsonb_array_length(after), 0)) using after, v_most + 1
  loop
    byte_count := byte_count + octet_length(v_record::text);
    if record_count = v_most or record_count > 0 and byte_count > max_bytes then
      byte_count := byte_count - octet_length(v_record::text);
      is_last := false;
      exit;
    end if;
    v_records := v_records || v_record;
    record_count := record_count + 1;
  end loop;
  records := coalesce(array_to_json(v_records), '[]');
  if record_count > 0 then
    v_record := v_records[record_count];
    reached := (
      select jsonb_agg(v_record ->> columns.index order by columns.place)
      from amity_private.sync_page_order(relation, cursor_column) as columns
    );
  end if;
end;
$$;

-- what it asks, and builds its query with
grant execute on function amity_private.require_service_caller(regprocedure) to amity_sync;
grant execute on function amity_private.most_sync_rows(oid, integer) to amity_sync;
grant execute on function amity_private.sync_page_query(oid, text, integer) to amity_sync;
grant execute on function amity_private.sync_page_key(oid, text, integer) to amity_sync;
grant execute on function amity_private.sync_page_order(oid, text) to amity_sync;
grant execute on function amity_private.sync_text_of(name, oid) to amity_sync;
grant execute on function amity_private.describe_sync_columns(oid) to amity_sync;
