insert into amity_private.refusals (slug, status, message, hint) values
  ('circle_unnamed', 400, 'A circle needs a name',
    'Give it a name of 1 to 50 characters.'),
  ('circle_not_found', 404, 'Circle not found',
    'It may have ended, or you may have left it.'),
  ('circle_is_dynamic', 409, 'The members of this circle follow from your labels',
    'Add or remove labels instead.'),
  ('not_circle_admin', 403, 'You don''t have permission to perform this action',
    'Only an admin of the circle does that.'),
  ('circle_member_not_found', 404, 'This user is not in the circle',
    'There is nothing left to do.'),
  ('circle_invitation_not_found', 404, 'Circle invitation not found',
    'It may have been withdrawn.'),
  ('already_member', 409, 'This user is already in the circle',
    'There is nothing left to do.'),
  ('already_invited', 409, 'This user is already invited to the circle',
    'Wait for the answer, or withdraw the invitation.'),
  ('role_unchanged', 409, 'This member has that role already',
    'There is nothing left to do.'),
  ('last_admin', 409, 'A circle needs an admin',
    'Invite another person, leave the circle, or end it.')
on conflict (slug) do update
  set status = excluded.status, message = excluded.message, hint = excluded.hint;
