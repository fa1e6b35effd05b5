{% from 'foundation/client.macro' import definer %}
-- The same rules that check_sync() applies, each by itself and without an effect.
{% call definer(
  'sync_connection_state', "connection uuid, table_name text default null,
    address inet default null, moment timestamptz default clock_timestamp()",
  'table(is_active boolean, has_expired boolean, has_downloads boolean, has_records boolean,
    downloads_left bigint, records_left bigint, hour_allowed boolean, address_allowed boolean,
    table_allowed boolean, needs_approval boolean)',
  because='the rules are not granted', volatility='stable',
  says="What a sync connection would let through at a moment, without counting a request: is_active
    (its status, its end and its limits), downloads_left and records_left (null: any number),
    whether the hour, the address and the table are allowed, and whether a transfer of the table
    needs an approval. No row where there is no connection. For services."
) %}
return query
select
  sites.status = 'active' and not amity_private.sync_has_run_out(sites, moment),
  coalesce(moment > sites.expires_at, false),
  coalesce(sites.downloads_used < sites.max_downloads, true),
  coalesce(sites.records_downloaded < sites.max_records_total, true),
  -- greatest() of null and 0 would be 0, and no limit is not nothing left
  case when sites.max_downloads is not null then
    greatest(sites.max_downloads - sites.downloads_used, 0) end,
  case when sites.max_records_total is not null then
    greatest(sites.max_records_total - sites.records_downloaded, 0) end,
  amity_private.sync_hour_allowed(sites.allowed_hours_start, sites.allowed_hours_end,
    extract(hour from moment at time zone sites.allowed_hours_zone)::integer),
  amity_private.sync_address_allowed(sites.ip_whitelist, address),
  amity_private.sync_table_allowed(sites.allowed_tables, sites.excluded_tables, names.name),
  amity_private.sync_needs_approval(sites.approval_mode, sites.auto_approve_tables, names.name)
from amity.sync_connections as sites
cross join amity_private.sync_table_name(table_name) as names (name)
where sites.id = connection;
{% endcall %}
