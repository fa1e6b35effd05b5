insert into amity.rate_limits (action, max_actions, per) values
  ('request', 30, '1 hour'),
  ('follow', 200, '1 hour'),
  ('invite', 10, '1 hour'),
  ('circle', 20, '1 day'),
  ('circle_invitation', 200, '1 day')
on conflict (action) do nothing;
