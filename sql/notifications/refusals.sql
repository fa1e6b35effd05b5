insert into amity_private.refusals (slug, status, message, hint) values
  ('taking_disabled', 409, 'No notifications are kept to be taken',
    'Switch it on: select amity.set_setting(''notifications_are_taken'', ''true''). What people '
    'are told from then on can be taken.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
