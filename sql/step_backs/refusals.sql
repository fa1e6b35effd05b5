insert into amity_private.refusals (slug, status, message, hint) values
  ('self_step_back', 400, 'You cannot step back from yourself',
    'Name another person.'),
  ('no_tie', 404, 'You are neither connected with this user nor following them',
    'There is nothing to step back from.'),
  ('until_passed', 400, 'That moment has passed',
    'Name a moment in the future, or none.'),
  ('already_stepped_back', 409, 'You have already stepped back from this user',
    'Change until when, or return first.'),
  ('not_stepped_back', 404, 'You have not stepped back from this user',
    'There is nothing left to do.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
