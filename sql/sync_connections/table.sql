-- One row for each site that this one gives data to (sender) or takes data from (receiver). What
-- guards it, the hashes of its token and its password, lies apart in amity_private: no client ever
-- reads those.
create table amity.sync_connections (
  id uuid not null default amity.uuid_v7(),
  name text not null,
  direction amity.sync_direction not null,
  site_url text not null,
  status amity.sync_status not null default 'pending',
  -- the default exposes the least
  approval_mode amity.sync_approval_mode not null default 'require_approval',
  allowed_tables text[] not null default '{}',
  excluded_tables text[] not null default '{}',
  auto_approve_tables text[] not null default '{}',
  writable_tables text[] not null default '{}',
  expires_at timestamptz,
  max_downloads bigint,
  downloads_used bigint not null default 0,
  max_records_total bigint,
  records_downloaded bigint not null default 0,
  max_records_per_request bigint not null default 10000,
  rate_limit_requests_per_minute bigint not null default 600,
  ip_whitelist cidr[] not null default '{}',
  allowed_hours_start smallint,
  allowed_hours_end smallint,
  allowed_hours_zone text not null default 'UTC',
  default_conflict_strategy amity.sync_conflict_strategy not null default 'skip',
  cursor_column text,
  auto_sync_enabled boolean not null default false,
  auto_sync_tables text[] not null default '{}',
  auto_sync_interval_minutes bigint not null default 60,
  token_issued_at timestamptz,
  password_set_at timestamptz,
  created_by uuid default amity.me(),
  approved_at timestamptz,
  approved_by uuid,
  suspended_at timestamptz,
  suspended_by uuid,
  suspended_reason text,
  revoked_at timestamptz,
  revoked_by uuid,
  revoked_reason text,
  last_connected_at timestamptz,
  last_transfer_at timestamptz,
  total_transfers bigint not null default 0,
  total_records_transferred bigint not null default 0,
  total_bytes_transferred bigint not null default 0,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  constraint sync_connections_pkey primary key (id),
  constraint sync_connections_name_is_short check (
    amity_private.check_text(name, 200)
    and amity_private.check_sync_field(name ~ '\S', 'name', 'a name')
  ),
  constraint sync_connections_expiry_is_a_date
    check (amity_private.check_date((expires_at at time zone 'UTC')::date)),
  -- A password, key or token in a URL would be a secret that lies open. What may be one has too many
  -- names, and percent-encoding gives each more: so the parameters that are none are listed.
  constraint sync_connections_site_url_is_a_url check (
    amity_private.check_text(site_url, 2000) and amity_private.check_sync_field(
      site_url ~* '^https?://[^/?#\s@]+(/[^?#\s]*)?$' or site_url ~* (
        '^postgres(ql)?://([^:/?#\s@]+@)?[^/?#\s@]+(/[^?#\s]*)?'
        '([?&](host|port|user|dbname|sslmode|sslrootcert)=[^?&#\s]*)*$'
      ),
      'site_url', 'an http, https or postgres URL without a password, a key or a token'
    )
  ),
  constraint sync_connections_interval_is_positive check (amity_private.check_sync_field(
    auto_sync_interval_minutes between 1 and 525600, 'auto_sync_interval_minutes',
    'a number from 1 to 525600')),
  constraint sync_connections_receivers_sync_themselves check (amity_private.check_sync_field(
    direction = 'receiver' or not auto_sync_enabled, 'auto_sync_enabled',
    'true only where the direction is receiver')),
  constraint sync_connections_receivers_have_cursors check (amity_private.check_sync_field(
    cursor_column is null or direction = 'receiver' and octet_length(cursor_column) < 64,
    'cursor_column', 'the name of a column, where the direction is receiver')),
  constraint sync_connections_receivers_write check (amity_private.check_sync_field(
    direction = 'receiver' or cardinality(writable_tables) = 0, 'writable_tables',
    'names only where the direction is receiver')),
  constraint sync_connections_metadata_is_small check (amity_private.check_sync_field(
    jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536, 'metadata',
    'an object of at most 64 kB')),
  constraint sync_connections_reasons_are_short check (
    amity_private.check_text(suspended_reason, 500)
    and amity_private.check_text(revoked_reason, 500)
  ),
  constraint sync_connections_counters_count check (
    least(downloads_used, records_downloaded, total_transfers, total_records_transferred,
      total_bytes_transferred) >= 0
  ),
  constraint sync_connections_status_is_dated check (
    case status
      when 'active' then approved_at is not null
      when 'suspended' then suspended_at is not null
      when 'revoked' then revoked_at is not null
      else true
    end
  )
);

-- one connection a site and direction, but for those that are over for good
create unique index sync_connections_one_per_site
  on amity.sync_connections (lower(site_url), direction) where status <> 'revoked';
-- one by its name; what there is, newest first
create index sync_connections_by_name on amity.sync_connections (name);
create index sync_connections_newest on amity.sync_connections (created_at desc);

alter table amity.sync_connections enable row level security;
