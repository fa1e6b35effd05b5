-- Each check returns the refusal, or null; coalesce() stops at the first one.

-- Whether fewer than so many of these times are in the last 60 seconds.
create or replace function amity_private.check_sync_times(times timestamptz[], allowed bigint)
returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  return (
    -- the limit-th last of them has to be a minute old
    select amity_private.sync_refuse('sync_rate_limited', to_char(
      (recent.at + interval '1 minute') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from unnest(times) as recent (at)
    where recent.at > v_now - interval '1 minute' and recent.at <= v_now
    order by recent.at desc
    offset allowed - 1
    limit 1
  );
end;
$$;

-- The checks in order, while the row is held: token, status, expiry, downloads, records, address,
-- hours, password. Only the right token gets past the first. A connection that has run out gets the
-- status expired.
create or replace function amity_private.check_sync_site(
  site amity.sync_connections, password_fits boolean, address inet
) returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  if site.id is null then
    return amity_private.sync_refuse('sync_invalid_token');
  elsif site.status <> 'active' then
    return amity_private.sync_refuse('sync_not_active', site.status::text);
  elsif amity_private.sync_has_run_out(site, v_now) then
    site.status := 'expired';
    perform amity_private.change_sync_connection(site, null, 'expiry');
    if v_now > site.expires_at then
      return amity_private.sync_refuse('sync_expired');
    elsif site.downloads_used >= site.max_downloads then
      return amity_private.sync_refuse('sync_download_limit_reached');
    end if;
    return amity_private.sync_refuse('sync_record_limit_reached');
  elsif not amity_private.sync_address_allowed(site.ip_whitelist, address) then
    return amity_private.sync_refuse('sync_ip_not_allowed');
  elsif not amity_private.sync_hour_allowed(site.allowed_hours_start, site.allowed_hours_end,
    extract(hour from v_now at time zone site.allowed_hours_zone)::integer) then
    return amity_private.sync_refuse('sync_outside_allowed_hours', site.allowed_hours_start::text,
      site.allowed_hours_end::text, site.allowed_hours_zone);
  end if;
  return amity_private.check_sync_password(site.id, password_fits);
end;
$$;

-- Whether a request is within the rate. The times of the last 60 seconds are in one row, read and
-- written while the connection is locked; refused requests are not counted.
create or replace function amity_private.check_sync_rate(site amity.sync_connections)
returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return amity_private.check_sync_times(
    (select let_through from amity_private.sync_credentials where sync_connection_id = site.id),
    site.rate_limit_requests_per_minute
  );
end;
$$;

-- Whether the connection allows the table.
create or replace function amity_private.check_sync_table(
  site amity.sync_connections, table_name text
) returns amity.sync_authorization
language sql stable
return case when not amity_private.sync_table_allowed(
  (site).allowed_tables, (site).excluded_tables, table_name
) then amity_private.sync_refuse('sync_table_not_allowed') end;

-- All checks of a request for rows of a table, and how many rows it gets. The table name is
-- normalized, or null.
create or replace function amity_private.check_sync(
  site amity.sync_connections, password_fits boolean, address inet, table_name text, transfer uuid,
  max_rows integer
) returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    amity_private.check_sync_site(site, password_fits, address),
    amity_private.check_sync_table(site, table_name),
    amity_private.check_sync_transfer(site, table_name, transfer),
    amity_private.check_sync_rate(site),
    amity_private.sync_allow(site.id, transfer, amity_private.clamp_sync_rows(
      max_rows, site.max_records_per_request, site.max_records_total, site.records_downloaded))
  );
end;
$$;
