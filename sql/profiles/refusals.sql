insert into amity_private.refusals (slug, status, message, hint) values
  ('profiles_unsupported', 400, 'Profiles cannot be read from there: %s',
    'Name a table or view of your own that the owner of the schema amity can read, past any row '
      'security.'),
  ('profile_column_unsupported', 400, 'That column cannot be used for profiles: %s',
    'Name a column of that table or view: %2$s.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
