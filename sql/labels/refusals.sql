insert into amity_private.refusals (slug, status, message, hint) values
  ('self_label', 400, 'You cannot label yourself',
    'Name another person.'),
  ('already_labelled', 409, 'You have already labelled this user so',
    'Change that label, or name another type.'),
  ('not_labelled', 404, 'You have not labelled this user so',
    'There is nothing to change or to take off.'),
  ('label_type_missing', 404, 'You have no such type of label',
    'Name one of your own, or none.'),
  ('label_type_exists', 409, 'You already have a type of label with that name',
    'Use that one, or choose another name.'),
  ('label_type_unnamed', 400, 'A type of label needs a name',
    'Give it a name of 1 to 50 characters.'),
  ('too_many_tags', 400, 'Those are too many tags',
    'Use at most 10.'),
  ('tag_blank', 400, 'A tag cannot be blank',
    'Use 1 to 50 characters.'),
  ('tag_twice', 400, 'A tag is there twice',
    'Give each tag once.'),
  ('tags_nested', 400, 'Tags are a plain list',
    'Give a list of texts, not a list of lists.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
