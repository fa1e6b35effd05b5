insert into amity.rate_limits (action, max_actions, per) values
  ('request', null, '1 hour'),
  ('follow', null, '1 hour'),
  ('invite', null, '1 hour'),
  ('circle', null, '1 hour')
on conflict (action) do nothing;
