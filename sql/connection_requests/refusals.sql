insert into amity_private.refusals (slug, status, message, hint) values
  ('answer_invalid', 400, 'A connection request cannot be set to %s',
    'Set it to approved, denied or cancelled.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
