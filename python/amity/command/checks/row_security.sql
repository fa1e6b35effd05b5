-- Tables without row security, or with one that holds for our own functions as well.
select format('row security is off for %s', relation),
  format('alter table %s enable row level security', relation), 'turns it on',
  'table without row security'
from pg_class cross join text(oid::regclass) as relation
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relkind in ('r', 'p') and not relrowsecurity
  -- a stage of sync has no policies: only its caller is granted it, for a while
  and relname !~ '^sync_stage_[0-9a-f]{{32}}$'
union all
select format('row security is forced on the owner of %s', relation),
  format('alter table %s no force row level security', relation), 'lets its functions work',
  'table with forced row security'
from pg_class cross join text(oid::regclass) as relation
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and relforcerowsecurity
order by 1
