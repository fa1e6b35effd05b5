{% from 'sync_connections/exact_texts.macro' import exact_texts %}
-- The query of a checksum: a text of each row, of those of the columns that the table has.
create or replace function amity_private.sync_checksum_query(relation oid, columns text[])
returns text
language sql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
return (
  select format('select array_to_json(array[%s]::text[])::text from %s%s as t',
    (
      select string_agg(amity_private.sync_text_of(attributes.attname, attributes.atttypid), ', '
        order by array_position(columns, attributes.attname::text))
      from pg_attribute as attributes
      where attrelid = tables.oid and attnum > 0 and attname = any (columns)
    ),
    case when tables.relkind = 'r' then 'only ' end, tables.oid::regclass)
  from pg_class as tables where tables.oid = relation
);

-- How many rows a table has, and the sum of their hashes, which is the same in any order, over the
-- texts of some columns under the settings of read_rows(). Stops without a checksum after so many
-- rows or bytes. Reads with the rights of its caller.
create or replace function amity_private.checksum_rows(
  relation oid, columns text[], max_rows bigint, max_bytes bigint,
  out row_count bigint, out checksum text
)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
{{ exact_texts() }}
as $$
declare
  v_record text;
  v_bytes bigint := 0;
  v_sum numeric := 0;
begin
  row_count := 0;
  for v_record in execute amity_private.sync_checksum_query(relation, columns) loop
    v_bytes := v_bytes + octet_length(v_record);
    if row_count = max_rows or v_bytes > max_bytes then
      return;
    end if;
    row_count := row_count + 1;
    v_sum := v_sum
      + ('x' || right(sha256(convert_to(v_record, 'UTF8'))::text, 16))::bit(64)::bigint;
  end loop;
  checksum := v_sum;
end;
$$;

-- The same of a table that amity_sync may read: to be owned by it, as read_rows() is.
create or replace function amity_private.checksum_offered_rows(
  relation oid, columns text[], max_rows bigint, max_bytes bigint,
  out row_count bigint, out checksum text
)
language plpgsql volatile security definer  -- to be amity_sync
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_service_caller(
    'amity_private.checksum_offered_rows(oid, text[], bigint, bigint)');
  if current_user <> 'amity_sync' then
    raise insufficient_privilege
      using message = 'checksum_offered_rows() does not belong to amity_sync';
  end if;
  select * into row_count, checksum
  from amity_private.checksum_rows(relation, columns, max_rows, max_bytes);
end;
$$;

grant execute on function amity_private.sync_checksum_query(oid, text[]),
  amity_private.checksum_rows(oid, text[], bigint, bigint) to amity_sync, service_role;
-- amity_sync has it: see read_rows.sql
grant execute on function amity_private.sync_text_of(name, oid) to service_role;
