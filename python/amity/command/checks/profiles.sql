-- The tables and views that profiles are read from, and that the owner of the schema cannot read.
select format(
    'profiles are read from %s, which %s cannot read in full', source, amity_private.owner()
  ),
  'Grant it select there, and a policy where row security is on; or '
  '`select amity.detach_profiles()`.'
from (
  select distinct refobjid::regclass as source
  from pg_depend join pg_rewrite on pg_rewrite.oid = objid
  where ev_class = to_regclass('amity_private.host_profiles')
    and classid = 'pg_rewrite'::regclass and refclassid = 'pg_class'::regclass
    and refobjid not in (ev_class, 'amity.people'::regclass)
) as attached
where not amity_private.can_read_all(source)
order by source::text
