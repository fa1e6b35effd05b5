insert into amity_private.refusals (slug, status, message, hint) values
  ('rate_limit_not_found', 404, 'There is no such limit: %s',
    'amity.rate_limits lists what can be limited.'),
  ('rate_limit_invalid', 400, 'The field %s of a limit cannot have that value',
    'It takes %2$s.'),
  ('rate_limited', 429, 'You did that too often',
    'Try again after %s.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
