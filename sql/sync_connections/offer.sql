-- Whether amity_sync owns read_rows(): before amity.offer_table() is called, no table can be read.
create or replace function amity_private.sync_may_read() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from pg_catalog.pg_proc as functions
  where functions.pronamespace = 'amity_private'::regnamespace and functions.proname = 'read_rows'
    and pg_get_userbyid(functions.proowner) = 'amity_sync'
);

-- The tables that can be sent through any connection, with their normalized names: amity_sync may
-- read them. Never a table of Postgres or of Amity, whatever is granted; no view, because it could
-- show those; and a primary key is needed to page by.
create or replace function amity_private.sync_tables_readable()
returns table (relation oid, table_name text, estimated_rows bigint)
language sql stable
begin atomic
  select tables.oid,
    amity_private.sync_table_name(format('%I.%I', schemas.nspname, tables.relname)),
    nullif(tables.reltuples, -1)::bigint
  from pg_catalog.pg_class as tables
  join pg_catalog.pg_namespace as schemas on schemas.oid = tables.relnamespace
  join pg_catalog.pg_index as keys on keys.indrelid = tables.oid and keys.indisprimary
  where amity_private.sync_may_read()
    and tables.relkind in ('r', 'p') and not tables.relispartition
    and schemas.nspname !~ '^pg_'
    and schemas.nspname not in ('information_schema', 'amity', 'amity_private')
    and has_schema_privilege('amity_sync', schemas.oid, 'usage')
    and (
      select bool_and(has_column_privilege('amity_sync', tables.oid, key_column, 'select'))
      from unnest((keys.indkey::smallint[])[0:keys.indnkeyatts - 1]) as key_column
    );
end;

-- The normalized name of a table that can be sent; null for any other.
create or replace function amity_private.readable_sync_table(relation oid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select readable.table_name from amity_private.sync_tables_readable() as readable
  where readable.relation = readable_sync_table.relation
);

-- The columns of a table that amity_sync may read, in order, as the receiver has to create them.
create or replace function amity_private.describe_sync_columns(relation oid)
returns table (
  place smallint, name name, type text, type_oid oid, not_null boolean, identity boolean,
  generated boolean, key integer, cursor boolean
)
language sql stable
begin atomic
  select columns.attnum, columns.attname, format_type(columns.atttypid, columns.atttypmod),
    columns.atttypid, columns.attnotnull, columns.attidentity <> '', columns.attgenerated <> '',
    array_position((keys.indkey::smallint[])[0:keys.indnkeyatts - 1], columns.attnum),
    -- a moment by which an index finds the rows that changed since another one
    columns.attnotnull and columns.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype)
      and exists (
        select from pg_catalog.pg_index as indexes
        join pg_catalog.pg_class as relations on relations.oid = indexes.indexrelid
        join pg_catalog.pg_am as methods on methods.oid = relations.relam
        where indexes.indrelid = columns.attrelid and indexes.indkey[0] = columns.attnum
          and indexes.indisvalid and indexes.indpred is null and methods.amname = 'btree'
      )
  from pg_catalog.pg_attribute as columns
  join pg_catalog.pg_index as keys on keys.indrelid = columns.attrelid and keys.indisprimary
  where columns.attrelid = describe_sync_columns.relation and columns.attnum > 0
    and not columns.attisdropped
    and has_column_privilege('amity_sync', columns.attrelid, columns.attnum, 'select')
  order by columns.attnum;
end;

-- The columns of a table, for the other site.
create or replace function amity_private.sync_columns_json(relation oid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select jsonb_agg(to_jsonb(columns) - '{place,type_oid}'::text[] order by columns.place)
  from amity_private.describe_sync_columns(sync_columns_json.relation) as columns
);
