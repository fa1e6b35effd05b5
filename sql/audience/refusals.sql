insert into amity_private.refusals (slug, status, message, hint) values
  ('audience_invalid', 400, 'There is no such audience: %s',
    'Say everyone, connections, followers, circle or label, or name the column that says it.'),
  ('guard_column_unsupported', 400, 'That column cannot be used to guard the table: %s',
    'Name a column of that table of type %2$s. An author is the id of a person: '
      'add column author_id uuid default amity.me().'),
  ('guard_unsupported', 400, 'That table cannot be guarded: %s',
    'Guard a table of your own, not a view, a table of amity, nor a partition or one that inherits '
      'or is inherited from.'),
  ('not_table_owner', 403, 'Only the owner of a table can guard it: %s',
    'Speak as a role that owns the table.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
