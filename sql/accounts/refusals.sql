insert into amity_private.refusals (slug, status, message, hint) values
  ('cannot_speak_for', 409, 'Here a service cannot speak for somebody else',
    'Let what amity.me() reads name that person, and call this again.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
