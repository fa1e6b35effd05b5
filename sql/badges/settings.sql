insert into amity.settings (name, type, value, fallback, choices, description, readable)
values
  ('leaderboard_enabled', 'boolean', 'false', 'false', null,
    'Whether people can see who has the most connections.', true)
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description, readable = excluded.readable;
