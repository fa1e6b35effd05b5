-- Where rows are always inserted, a row that arrives twice is there twice. So a page is taken once:
-- each begins where the last one ended, whichever transfer that was.

-- Whether every row that arrives in a table is inserted, also one that arrived before.
create or replace function amity_private.sync_inserts(
  strategy amity.sync_conflict_strategy, table_name text
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
-- without a key here, nothing is found again
return strategy = 'append' or not exists (
  select from pg_catalog.pg_index where indrelid = to_regclass(table_name) and indisprimary
);

-- Whether new rows get a key beyond the old ones: the key is one column of a type that counts or
-- tells the time.
create or replace function amity_private.sync_key_grows(key jsonb) returns boolean
language sql immutable
return jsonb_array_length(key) = 1 and regexp_replace(key -> 0 ->> 'type', '\(.*\)', '') in (
  'smallint', 'integer', 'bigint', 'numeric', 'date', 'timestamp without time zone',
  'timestamp with time zone', 'uuid'
);

-- The key after which a transfer begins; null is the start. Refuses: sync_own_site, sync_loop,
-- sync_key_unordered, sync_would_double, sync_invalid_field.
create or replace function amity_private.begin_sync_position(
  table_name text, inserts boolean, sites uuid[], key jsonb
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_position amity_private.sync_positions;
begin
  perform amity_private.check_sync_field(
    (cardinality(sites) between 1 and 1000 and array_position(sites, null) is null) is true,
    'sites', 'the ids that the site tells with the table');
  perform amity_private.check_sync_field(
    (jsonb_typeof(key) = 'array' and octet_length(key::text) < 65536) is true, 'key',
    'the columns of the primary key there');
  if sites[1] = amity_private.sync_site_id() then
    perform amity_private.refuse('sync_own_site');
  elsif inserts and sites && (select former_ids || id from amity_private.sync_site) then
    perform amity_private.refuse('sync_loop', table_name);
  elsif inserts and amity_private.sync_key_grows(key) is not true then
    perform amity_private.refuse('sync_key_unordered', table_name);
  end if;
  insert into amity_private.sync_positions as positions (table_name, site_id, sites, key)
  values (begin_sync_position.table_name, sites[1], sites, begin_sync_position.key)
  on conflict on constraint sync_positions_pkey do update
  set sites = array(select unnest(positions.sites) union select unnest(excluded.sites) order by 1)
  returning * into v_position;
  if not inserts then
    return null;
  elsif v_position.key <> key or not v_position.is_known then
    perform amity_private.refuse('sync_would_double', table_name);
  end if;
  return v_position.reached;
end;
$$;
