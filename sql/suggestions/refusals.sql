insert into amity_private.refusals (slug, status, message, hint) values
  ('self_dismissal', 400, 'You cannot dismiss yourself',
    'Name another person.'),
  ('already_dismissed', 409, 'You have already dismissed this user',
    'There is nothing left to do.'),
  ('not_dismissed', 404, 'You have not dismissed this user',
    'There is nothing left to do.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
