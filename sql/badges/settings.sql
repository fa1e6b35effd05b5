insert into amity.settings (name, type, value, fallback, choices, description) values
  ('leaderboard_enabled', 'boolean', 'false', 'false', null,
    'Whether people can see who has the most connections.')
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description;
