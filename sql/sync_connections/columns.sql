{% from 'foundation/comment.macro' import comment_columns %}
comment on table amity.sync_connections is
  'Sites that data is sent to or received from. For services. Insert to create, then '
  'amity.rotate_sync_token() for its token; update status to approve, suspend, reactivate, renew, '
  'revoke; delete to forget.';
{{ comment_columns('amity.sync_connections', {
  'id': 'The connection.',
  'name': 'What people call it: at most 200 characters.',
  'direction': 'sender: this site gives data. receiver: this site takes data. Fixed.',
  'site_url': 'The other site: an http, https or postgres URL without a password.',
  'status': 'pending, active, suspended, revoked or expired; only active lets anything through.',
  'approval_mode': 'Which transfers wait for an approval.',
  'allowed_tables': 'What may be pulled; empty is all that is granted to amity_sync.',
  'excluded_tables': 'What may never be pulled; wins over allowed_tables.',
  'auto_approve_tables': 'With approval_mode per_table: what needs no approval.',
  'writable_tables': 'Receivers only: the tables here that the site may write, each by its name
    or as schema.*; empty is none.',
  'expires_at': 'From when it lets nothing through; null is never.',
  'max_downloads': 'How many pages may be pulled in all; null is any number.',
  'downloads_used': 'How many pages were pulled.',
  'max_records_total': 'How many records may be pulled in all; null is any number.',
  'records_downloaded': 'How many records were pulled.',
  'max_records_per_request': 'How many records a page has at most.',
  'rate_limit_requests_per_minute': 'How many requests get through in any 60 seconds.',
  'ip_whitelist': 'Addresses and networks that may pull; empty is any.',
  'allowed_hours_start': 'The first hour of the day at which pulling is allowed; null is always.',
  'allowed_hours_end': "The last such hour, up to its last minute; before the start, it is the
    next day's.",
  'allowed_hours_zone': 'The time zone of both hours.',
  'default_conflict_strategy': 'What the receiver does with rows that it has.',
  'cursor_column': 'Receivers only: the column by which its tables are pulled that can be, of what
    changed since the last time; null: whole.',
  'auto_sync_enabled': 'Whether amity.sync_due() names it when it is time. Receivers only.',
  'auto_sync_tables': 'What then is pulled.',
  'auto_sync_interval_minutes': 'How long after the last time it is time again.',
  'token_issued_at': 'Since when its token is valid; null without one.',
  'password_set_at': 'Since when it needs its password; null without one.',
  'created_by': 'Who created it; null without a caller.',
  'approved_at': 'When it was approved.',
  'approved_by': 'Who approved it.',
  'suspended_at': 'When it was suspended; null again once reactivated.',
  'suspended_by': 'Who suspended it.',
  'suspended_reason': 'Why: at most 500 characters.',
  'revoked_at': 'When it was revoked, for good.',
  'revoked_by': 'Who revoked it.',
  'revoked_reason': 'Why: at most 500 characters.',
  'last_connected_at': 'When a request last got through.',
  'last_transfer_at': 'When records last went through.',
  'total_transfers': 'How many transfers began.',
  'total_records_transferred': 'How many records went through.',
  'total_bytes_transferred': 'How many bytes they had, as they were sent or written.',
  'metadata': 'Whatever the host wants to know along: an object of at most 64 kB.',
  'created_at': 'When it was created.',
  'updated_at': 'When its settings or its status last changed.'
}) }}
