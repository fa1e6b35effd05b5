-- Triggers that are off: the rules in them are not enforced.
select format('the trigger %s of %s is off', tgname, relation),
  format('alter table %s enable trigger %I', relation, tgname), 'turns it on; then run this again',
  'trigger'
from pg_trigger
join pg_class on pg_class.oid = tgrelid
cross join text(tgrelid::regclass) as relation
where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace)
  and tgenabled not in ('O', 'A') and not tgisinternal
order by relation, tgname
