insert into amity_private.refusals (slug, status, message, hint) values
  ('invite_not_found', 404, 'Invite not found',
    'It may have been withdrawn: ask for a new one.'),
  ('invite_expired', 410, 'This invite has expired',
    'Ask for a new one.'),
  ('invite_used_up', 410, 'This invite has been used already',
    'Ask for a new one.'),
  ('invite_invalid', 400, 'This invite cannot be issued',
    '%s.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
