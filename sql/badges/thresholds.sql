-- To begin with. What a host has changed stays as it is.
insert into amity.badges (badge, name, threshold) values
  ('ice_breaker', 'Ice Breaker', 1),
  ('networker', 'Networker', 5),
  ('socialite', 'Socialite', 10),
  ('super_connector', 'Super Connector', 25),
  ('networking_legend', 'Networking Legend', 50)
on conflict (badge) do nothing;
