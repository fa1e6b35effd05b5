{% from 'foundation/client.macro' import opened %}
-- What is to be pulled by itself now: each table for which the interval has passed since its last
-- transfer began, however that went.
create or replace function amity.sync_due() returns table (
  sync_connection_id uuid, name text, site_url text, table_name text,
  conflict_strategy amity.sync_conflict_strategy, due_at timestamptz
)
language sql stable
begin atomic
  select sites.id, sites.name, sites.site_url, wanted.table_name, sites.default_conflict_strategy,
    times.due_at
  from amity.sync_connections as sites
  cross join lateral unnest(sites.auto_sync_tables) as wanted (table_name)
  cross join lateral (
    select coalesce(
      max(transfers.created_at) + sites.auto_sync_interval_minutes * interval '1 minute',
      sites.created_at
    ) as due_at
    from amity.sync_transfers as transfers
    where transfers.sync_connection_id = sites.id and transfers.table_name = wanted.table_name
      and transfers.direction = 'receive'
  ) as times
  where sites.auto_sync_enabled and sites.status = 'active' and times.due_at <= clock_timestamp()
  order by times.due_at, sites.id, wanted.table_name;
end;

{{ opened('sync_due', '', 'service_role',
  says='The tables of active receiving connections with auto_sync_enabled for which it is time, the
    longest due first. For services.') }}
