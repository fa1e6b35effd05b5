-- The connected role, those of the roles for people and services that it cannot set, and whether it
-- may grant them to itself. Before Postgres 16 every member could set a role, and CREATEROLE grant it.
select current_user::text, string_agg(role, ', ') filter (where not can_set), bool_and(can_grant)
from (
  select role,
    pg_has_role(current_user, role, case when is_old then 'member' else 'set' end) as can_set,
    pg_has_role(current_user, role, 'member with admin option') or is_old and rolcreaterole
      as can_grant
  from unnest(array['authenticated', 'service_role']) as role,
    (select current_setting('server_version_num')::integer < 160000 as is_old) as server,
    pg_roles
  where to_regrole(role) is not null and rolname = current_user
) as asked
having not bool_and(can_set)
