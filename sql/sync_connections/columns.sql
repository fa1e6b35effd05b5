comment on table amity.sync_connections is
  'Sites that data is sent to or received from. For services. Insert to create, then '
  'amity.rotate_sync_token() for its token; update status to approve, suspend, reactivate, renew, '
  'revoke; delete to forget.';
comment on column amity.sync_connections.id is 'The connection.';
comment on column amity.sync_connections.name is 'What people call it: at most 200 characters.';
comment on column amity.sync_connections.direction is
  'sender: this site gives data. receiver: this site takes data. Fixed.';
comment on column amity.sync_connections.site_url is
  'The other site: an http, https or postgres URL without a password.';
comment on column amity.sync_connections.status is
  'pending, active, suspended, revoked or expired; only active lets anything through.';
comment on column amity.sync_connections.approval_mode is 'Which transfers wait for an approval.';
comment on column amity.sync_connections.allowed_tables is
  'What may be pulled; empty is all that is granted to amity_sync.';
comment on column amity.sync_connections.excluded_tables is
  'What may never be pulled; wins over allowed_tables.';
comment on column amity.sync_connections.auto_approve_tables is
  'With approval_mode per_table: what needs no approval.';
comment on column amity.sync_connections.writable_tables is
  'Receivers only: the tables here that the site may write, each by its name or as schema.*; '
  'empty is none.';
comment on column amity.sync_connections.expires_at is
  'From when it lets nothing through; null is never.';
comment on column amity.sync_connections.max_downloads is
  'How many pages may be pulled in all; null is any number.';
comment on column amity.sync_connections.downloads_used is 'How many pages were pulled.';
comment on column amity.sync_connections.max_records_total is
  'How many records may be pulled in all; null is any number.';
comment on column amity.sync_connections.records_downloaded is 'How many records were pulled.';
comment on column amity.sync_connections.max_records_per_request is
  'How many records a page has at most.';
comment on column amity.sync_connections.rate_limit_requests_per_minute is
  'How many requests get through in any 60 seconds.';
comment on column amity.sync_connections.ip_whitelist is
  'Addresses and networks that may pull; empty is any.';
comment on column amity.sync_connections.allowed_hours_start is
  'The first hour of the day at which pulling is allowed; null is always.';
comment on column amity.sync_connections.allowed_hours_end is
  'The last such hour, up to its last minute; before the start, it is the next day''s.';
comment on column amity.sync_connections.allowed_hours_zone is 'The time zone of both hours.';
comment on column amity.sync_connections.default_conflict_strategy is
  'What the receiver does with rows that it has.';
comment on column amity.sync_connections.auto_sync_enabled is
  'Whether amity.sync_due() names it when it is time. Receivers only.';
comment on column amity.sync_connections.auto_sync_tables is 'What then is pulled.';
comment on column amity.sync_connections.auto_sync_interval_minutes is
  'How long after the last time it is time again.';
comment on column amity.sync_connections.token_issued_at is
  'Since when its token is valid; null without one.';
comment on column amity.sync_connections.password_set_at is
  'Since when it needs its password; null without one.';
comment on column amity.sync_connections.created_by is
  'Who created it; null without a caller.';
comment on column amity.sync_connections.approved_at is 'When it was approved.';
comment on column amity.sync_connections.approved_by is 'Who approved it.';
comment on column amity.sync_connections.suspended_at is
  'When it was suspended; null again once reactivated.';
comment on column amity.sync_connections.suspended_by is 'Who suspended it.';
comment on column amity.sync_connections.suspended_reason is 'Why: at most 500 characters.';
comment on column amity.sync_connections.revoked_at is 'When it was revoked, for good.';
comment on column amity.sync_connections.revoked_by is 'Who revoked it.';
comment on column amity.sync_connections.revoked_reason is 'Why: at most 500 characters.';
comment on column amity.sync_connections.last_connected_at is 'When a request last got through.';
comment on column amity.sync_connections.last_transfer_at is 'When records last went through.';
comment on column amity.sync_connections.total_transfers is 'How many transfers began.';
comment on column amity.sync_connections.total_records_transferred is
  'How many records went through.';
comment on column amity.sync_connections.total_bytes_transferred is
  'How many bytes they had as JSON.';
comment on column amity.sync_connections.metadata is
  'Whatever the host wants to know along: an object of at most 64 kB.';
comment on column amity.sync_connections.created_at is 'When it was created.';
comment on column amity.sync_connections.updated_at is
  'When its settings or its status last changed.';
