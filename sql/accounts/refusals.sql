insert into amity_private.refusals (slug, status, message, hint) values
  ('cannot_speak_for', 409, 'The service cannot speak for this person here',
    'Set what amity.me() reads to that person, and call this again.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
