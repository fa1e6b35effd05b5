insert into amity.settings (name, type, value, fallback, choices, description) values
  ('notification_retention', 'interval', '90 days', '90 days', null,
    'How long a notification is kept, until tidy() deletes it; null is as long as what it is '
    'about.'),
  ('notifications_are_taken', 'boolean', 'false', 'false', null,
    'Whether each notification is kept for take_notifications(), for a service that sends mail or '
    'push.'),
  ('notify_channel', 'boolean', 'false', 'false', null,
    'Whether each notification is announced on the channel amity_notifications, for LISTEN.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;
