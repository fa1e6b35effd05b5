-- Objects of another owner than the schema amity_private. What amity_sync owns is meant: offer_table()
-- gives it what reads tables for other sites.
with schemas as (
  select oid, nspname, nspowner from pg_namespace where nspname in ('amity', 'amity_private')
), objects (kind, name, owner) as (
  select 'schema', quote_ident(nspname), nspowner from schemas
  union all
  select case relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end,
    oid::regclass::text, relowner
  from pg_class
  where relnamespace in (select oid from schemas) and relkind in ('r', 'p', 'v', 'S')
    -- the sequence of a column goes with its table
    and not exists (
      select from pg_depend where (classid, objid) = ('pg_class'::regclass, pg_class.oid)
        and deptype in ('a', 'i') and refobjsubid > 0
    )
  union all
  select case prokind when 'p' then 'procedure' else 'function' end, oid::regprocedure::text, proowner
  from pg_proc where pronamespace in (select oid from schemas)
  union all
  select 'type', oid::regtype::text, typowner
  from pg_type where typnamespace in (select oid from schemas) and typtype in ('e', 'd')
), owner as (
  select nspowner as id from schemas where nspname = 'amity_private'
)
select format('the %s %s belongs to %s, and the schema amity_private to %s', kind, name,
    objects.owner::regrole, owner.id::regrole),
  format('alter %s %s owner to %s', kind, name, owner.id::regrole), 'gives it back', 'owner'
from objects, owner
where objects.owner not in (owner.id, coalesce(to_regrole('amity_sync')::oid, 0))
order by kind <> 'schema', 1
