-- Tables without row security.
select format('row security is off for %s', oid::regclass),
  format('`alter table %s enable row level security` turns it on.', oid::regclass)
from pg_class
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relkind in ('r', 'p') and not relrowsecurity
order by 1
