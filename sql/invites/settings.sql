insert into amity.settings (name, type, value, fallback, choices, description, readable)
values
  ('invite_qr_ttl', 'interval', '5 minutes', '5 minutes', null,
    'How long an invite by QR code can be redeemed, at most; null is for ever.', true),
  ('invite_link_ttl', 'interval', '7 days', '7 days', null,
    'How long an invite by link can be redeemed, at most; null is for ever.', true),
  ('max_active_invites', 'integer', '10', '10', null,
    'How many links that can still be redeemed a person can have out; null is any number.', true)
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description, readable = excluded.readable;
