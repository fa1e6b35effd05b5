-- Of the host's, what keeps something in our schemas from being dropped, and what would end that.
-- Left out is what down.sql takes off the host's tables itself: guards and attachments.
with
schemas as (select oid as id from pg_namespace where nspname in ('amity', 'amity_private')),
ours (class, id) as (
  select 'pg_namespace'::regclass, id from schemas
  union all
  select 'pg_class'::regclass, oid from pg_class where relnamespace in (table schemas)
  union all
  select 'pg_type'::regclass, oid from pg_type where typnamespace in (table schemas)
  union all
  select 'pg_proc'::regclass, oid from pg_proc where pronamespace in (table schemas)
  union all
  select 'pg_constraint'::regclass, oid from pg_constraint where connamespace in (table schemas)
),
dependents as (
  select distinct classid, objid, objsubid
  from pg_depend
  where deptype = 'n'
    and (refclassid, refobjid) in (table ours)
    and (classid, objid) not in (table ours)
    and (classid, objid) not in (
      select 'pg_trigger'::regclass, pg_trigger.oid
      from pg_trigger join pg_proc on pg_proc.oid = tgfoid
      where pronamespace in (table schemas) and proname like 'tg\_host\_\_%'
    )
),
described as (
  select
    pg_describe_object(classid, objid, objsubid) as what, objid, address.type, identity,
    object_names[1] as schema, format('%I.%I', object_names[1], object_names[2]) as relation,
    object_names[3] as part, object_args[1] as condition
  from dependents,
    pg_identify_object(classid, objid, objsubid),
    pg_identify_object_as_address(classid, objid, objsubid) as address
)
select what, case
  when type = 'default value' then format('alter table %s alter column %I drop %s', relation, part,
    (select case when attgenerated = '' then 'default' else 'expression' end
     from pg_attrdef join pg_attribute on (attrelid, attnum) = (adrelid, adnum)
     where pg_attrdef.oid = objid))
  when type = 'table constraint' then format('alter table %s drop constraint %I', relation, part)
  when type = 'domain constraint' then
    format('alter domain %s drop constraint %I', schema, condition)
  when type = 'table column' then format('alter table %s alter column %I type text', relation, part)
  when type = 'table' then format('alter table %s %s', relation, coalesce(
    (select 'no inherit ' || min(inhparent::regclass::text)
     from pg_inherits where inhrelid = objid), 'not of'))
  when type = 'rule' and part = '_RETURN' then format('drop %sview %s',
    (select 'materialized ' from pg_matviews as views
     where format('%I.%I', views.schemaname, views.matviewname) = relation), relation)
  when type in ('view column', 'materialized view column') then
    format('drop %s %s', replace(type, ' column', ''), relation)
  when type = 'composite type column' then
    format('alter type %s alter attribute %I type text', relation, part)
  else format('drop %s %s', replace(type, ' object', ''), identity)
end
from described
where schema not in ('amity', 'amity_private')
  and (type, part) not in (
    ('policy', 'amity_audience'), ('policy', 'amity_signed_in'), ('policy', 'amity_signed_out'),
    ('policy', 'amity_service'), ('policy', 'amity_author_insert'),
    ('policy', 'amity_author_update'), ('policy', 'amity_author_delete')
  )
order by type in ('function', 'procedure', 'aggregate'), type = 'type', 2
