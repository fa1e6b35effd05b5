insert into amity_private.refusals (slug, status, message, hint) values
  ('self_block', 400, 'You cannot block yourself',
    'Name another person.'),
  ('blocked', 409, 'You have blocked this user',
    'Unblock them first.'),
  ('already_blocked', 409, 'You have already blocked this user',
    'There is nothing left to do.'),
  ('not_blocked', 404, 'You have not blocked this user',
    'There is nothing left to do.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
