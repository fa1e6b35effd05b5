insert into amity_private.refusals (slug, status, message, hint) values
  ('rate_limited', 429, 'That was too often',
    'Try again after %s.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
