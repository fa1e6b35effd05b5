insert into amity_private.refusals (slug, status, message, hint) values
  ('import_busy', 409, 'Other transactions are changing ties',
    'Nothing was imported. Try again.'),
  ('import_not_alone', 409, 'Ties cannot be imported while the same session reads or writes them',
    'Import in a statement of its own, and close what reads the table of ties.'),
  ('import_too_large', 400, 'Too many lines in one import',
    'Import at most %s at once, and the rest in the next call.'),
  ('import_not_found', 404, 'There is no such import',
    'It may have been undone.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
