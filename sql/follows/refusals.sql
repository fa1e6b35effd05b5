insert into amity_private.refusals (slug, status, message, hint) values
  ('self_follow', 400, 'You cannot follow yourself',
    'Name another person.'),
  ('already_following', 409, 'You are already following this user',
    'There is nothing left to do.'),
  ('not_following', 404, 'You are not following this user',
    'There is nothing left to do.'),
  ('not_a_follower', 404, 'This user is not following you',
    'There is nothing left to do.'),
  ('follows_disabled', 403, 'Following is switched off',
    'Ask the site.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
