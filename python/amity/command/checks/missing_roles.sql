-- Roles that policies and grants name. They belong to the server: a dump of a database has none.
select format('the role %s is missing', role), format('create role %s nologin', role), 'makes it',
  'role'
from unnest(array[
  'anon', 'authenticated', 'service_role', 'amity_sync', 'amity_receiver'
]) as role
where to_regrole(role) is null
