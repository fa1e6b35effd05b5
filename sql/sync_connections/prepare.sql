-- A row as it may be stored, for insert and update: every field fits and names are normalized.
-- Refuses: sync_invalid_field.
create or replace function amity_private.prepare_sync(site amity.sync_connections)
returns amity.sync_connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_missing name;
begin
  select columns.attname into v_missing
  from pg_attribute as columns
  where columns.attrelid = 'amity.sync_connections'::regclass and columns.attnum > 0
    and columns.attnotnull and to_jsonb(site) ->> columns.attname::text is null
  order by columns.attnum
  limit 1;
  perform amity_private.check_sync_field(v_missing is null, v_missing::text, 'a value');
  begin
    perform now() at time zone site.allowed_hours_zone;
  exception
    when data_exception then
      perform amity_private.refuse('sync_invalid_field', 'allowed_hours_zone',
        'the name of a time zone');
  end;
  perform amity_private.check_sync_field(
    array_position(site.ip_whitelist, null) is null and cardinality(site.ip_whitelist) <= 1000,
    'ip_whitelist', 'at most 1000 addresses or networks');

  site.name := normalize(site.name, nfc);
  site.ip_whitelist := array(
    select amity_private.unmapped_address(written)::cidr
    from unnest(site.ip_whitelist) with ordinality as list (written, place) order by place);
  site.expires_at := nullif(site.expires_at, 'infinity');
  site.site_url := rtrim(btrim(site.site_url), '/');
  site.allowed_tables := amity_private.sync_table_names(site.allowed_tables, 'allowed_tables');
  site.excluded_tables := amity_private.sync_table_names(site.excluded_tables, 'excluded_tables');
  site.auto_approve_tables := amity_private.sync_table_names(
    site.auto_approve_tables, 'auto_approve_tables');
  site.auto_sync_tables := amity_private.sync_table_names(
    site.auto_sync_tables, 'auto_sync_tables');
  site.writable_tables := amity_private.sync_table_names(
    site.writable_tables, 'writable_tables', with_schemas => true);
  return site;
end;
$$;

-- There is one connection for a site and direction, except revoked ones. Refuses:
-- sync_already_connected.
create or replace function amity_private.refuse_second_sync_connection(site amity.sync_connections)
returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_read_committed();
  -- the unique index would say the same, but not in words
  perform pg_advisory_xact_lock(
    hashtextextended(site.direction::text || ' ' || lower(site.site_url), 18));
  if exists (
    select from amity.sync_connections as others
    where lower(others.site_url) = lower(site.site_url) and others.direction = site.direction
      and others.status <> 'revoked' and others.id <> site.id
  ) then
    perform amity_private.refuse('sync_already_connected');
  end if;
end;
$$;
