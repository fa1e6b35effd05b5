-- The connected role and, of the roles that it sets to speak for people and as a service, those that it
-- cannot set. Before Postgres 16 every member of a role could.
select current_user::text, string_agg(role, ', ')
from unnest(array['authenticated', 'service_role']) as role
where to_regrole(role) is not null and not pg_has_role(current_user, role,
  case when current_setting('server_version_num')::integer < 160000 then 'member' else 'set' end)
having count(*) > 0
