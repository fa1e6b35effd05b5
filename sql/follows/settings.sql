insert into amity.settings (name, type, value, fallback, choices, description) values
  ('follows_enabled', 'boolean', 'true', 'true', null,
    'Whether people can follow. What exists can always be ended.'),
  ('max_following', 'integer', null, null, null,
    'How many people a person can follow; null is any number.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;
