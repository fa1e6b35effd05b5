insert into amity.settings (name, type, value, fallback, choices, description) values
  ('sync_approval_ttl', 'interval', '24 hours', '24 hours', null,
    'How long a sync transfer waits for an approval; null is for ever.'),
  ('sync_incoming_mode', 'choice', 'require_approval', 'require_approval',
    '{deny_all,require_password,require_approval,auto_accept}',
    'Whether a site that announces itself is refused, active with the password, pending, or active.'),
  ('sync_page_bytes', 'integer', '16000000', '16000000', null,
    'How large a page of a sync pull becomes; one row is always sent. Null is 256 MB.'),
  ('sync_trusted_proxies', 'integer', '0', '0', null,
    'How many proxies before PostgREST add to x-forwarded-for; 0 does not believe that header.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;
