-- What shows rows of ours past their policies, beside views: for those see amity.verify(). Whether a
-- function shows too much cannot be known. Supabase sends deleted rows to every subscriber: of
-- notifications that is the id, as long as no more identifies a row there.
with schemas as (
  select oid, nspname from pg_namespace where nspname in ('amity', 'amity_private')
), tables as (
  select pg_class.oid, nspname, relname, relreplident = 'd' as identified_by_id
  from pg_class join schemas on schemas.oid = relnamespace
  where relrowsecurity
), functions as (
  select pg_proc.oid, proowner, pg_get_functiondef(pg_proc.oid) as text,
    array_to_string(proconfig, ',') ~ 'search_path=.*\mamity' as finds_ours
  from pg_proc
  where prosecdef and prokind in ('f', 'p')
    and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
    and pronamespace not in (select oid from schemas)
    and exists (
      select from pg_roles where rolname in ('anon', 'authenticated')
        and has_function_privilege(pg_roles.oid, pg_proc.oid, 'execute')
        and has_schema_privilege(pg_roles.oid, pronamespace, 'usage')
    )
), sent (publication, how, target) as (
  select pubname, 'table', prrelid::regclass::text
  from pg_publication join pg_publication_rel on prpubid = pg_publication.oid
  join tables on tables.oid = prrelid
  where (nspname, relname) <> ('amity', 'notifications') or not identified_by_id
  union all
  select pubname, 'tables in schema', pnnspid::regnamespace::text
  from pg_publication join pg_publication_namespace on pnpubid = pg_publication.oid
  where pnnspid in (select oid from schemas)
)
select format('the function %s reads %s with the rights of %s', functions.oid::regprocedure,
    min(format('%I.%I', nspname, relname)), proowner::regrole),
  format('See that it shows people no more than they may see, or: `alter function %s security '
    'invoker;`.', functions.oid::regprocedure), true
from functions join tables
  on text ~ (case when not finds_ours then nspname || '"?\."?' else '' end || '\m' || relname || '\M')
group by functions.oid, proowner
union all
select format('the publication %I sends %s, whatever its policies', publication, target),
  format('`alter publication %I drop %s %s;` ends that.', publication, how, target),
  publication <> 'supabase_realtime'
from sent
union all
select format('the publication %I sends every table, whatever its policies', pubname),
  format('Make it anew for the tables that are meant: `drop publication %1$I; create publication '
    '%1$I for table …`.', pubname),
  pubname <> 'supabase_realtime'
from pg_publication where puballtables
order by 1
