insert into amity_private.refusals (slug, status, message, hint) values
  ('too_many_people', 400, 'Too many people in one call',
    'Ask about at most %s.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
