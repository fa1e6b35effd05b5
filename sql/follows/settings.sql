insert into amity.settings (name, type, value, fallback, choices, description, readable)
values
  ('follows_enabled', 'boolean', 'true', 'true', null,
    'Whether people can follow. What exists can always be ended.', true),
  ('max_following', 'integer', null, null, null,
    'How many people a person can follow; null is any number.', true)
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description, readable = excluded.readable;
