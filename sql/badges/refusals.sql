insert into amity_private.refusals (slug, status, message, hint) values
  ('leaderboard_disabled', 403, 'The leaderboard is switched off',
    'Ask the site.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
