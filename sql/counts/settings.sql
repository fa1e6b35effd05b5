insert into amity.settings (name, type, value, fallback, choices, description, readable)
values
  ('counts_are_public', 'boolean', 'false', 'false', null,
    'Whether people may see how many connections and followers another person has.', true)
on conflict (name) do update
  set type = excluded.type, fallback = excluded.fallback, choices = excluded.choices,
    description = excluded.description, readable = excluded.readable;
