-- Client roles that are exempt from row security, or may do what a service or the schema's owner may.
select format('row security does not hold for %s', rolname),
  format('`alter role %s nosuperuser nobypassrls;` makes it hold.', rolname)
from pg_roles
where rolname in ('anon', 'authenticated') and (rolsuper or rolbypassrls)
union all
select format('%s has the rights of a service, and may write for others', rolname),
  format('Revoke service_role, and the owner of the schema, from %s.', rolname)
from pg_roles join pg_namespace on nspname = 'amity'
where rolname in ('anon', 'authenticated') and not rolsuper and not rolbypassrls
  and (pg_has_role(pg_roles.oid, to_regrole('service_role')::oid, 'usage')
    or pg_has_role(pg_roles.oid, nspowner, 'usage'))
order by 1
