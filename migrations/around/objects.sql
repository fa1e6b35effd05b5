-- Every object in our schemas: its kind, the table that it belongs to, its name, and its definition as
-- Postgres writes it out.
with schemas as (
  select * from pg_namespace where nspname in ('amity', 'amity_private')
), relations as (
  select pg_class.*, oid::regclass::text as relation from pg_class
  where relnamespace in (select oid from schemas) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    -- the stages of sync transfers come and go
    and relname !~ '^sync_stage_[0-9a-f]{32}$'
), acls as (
  select 'schema ' || nspname as target, '' as of_column, nspowner as owner,
    coalesce(nspacl, acldefault('n', nspowner)) as acl
  from schemas
  union all
  select case relkind when 'S' then 'sequence ' else 'table ' end || relation, '', relowner,
    coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
  from relations
  union all
  select 'table ' || relation, format(' (%I)', attname), relowner, attacl
  from relations join pg_attribute on attrelid = relations.oid and not attisdropped
  where attacl is not null
  union all
  select 'function ' || oid::regprocedure, '', proowner,
    coalesce(proacl, acldefault('f', proowner))
  from pg_proc where pronamespace in (select oid from schemas)
)
select 'grant', target,
  case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end,
  string_agg(lower(privilege_type) || of_column, ', ' order by privilege_type, of_column)
from acls cross join aclexplode(acl) where grantee <> owner
group by target, grantee
union all
select 'column', relation, quote_ident(attname), concat_ws(' ', format_type(atttypid, atttypmod),
  case when attcollation not in (0, 100) then 'collate ' || attcollation::regcollation end,
  case when attnotnull then 'not null' end,
  case when adbin is not null then 'default ' || pg_get_expr(adbin, adrelid) end,
  nullif(attgenerated, ''), case attidentity when 'a' then 'generated always as identity' end)
from relations join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
left join pg_attrdef on adrelid = attrelid and adnum = attnum
where relkind in ('r', 'p')
union all
select 'statistics target', relation, quote_ident(attname),
  format('alter table %s alter column %I set statistics 0', relation, attname)
from relations join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
where attstattarget = 0
union all
select 'constraint', relation, quote_ident(conname),
  format('alter table %s add constraint %I %s', relation, conname, pg_get_constraintdef(c.oid))
from relations join pg_constraint as c on conrelid = relations.oid and contype not in ('n', 't')
union all
select 'index', relation, quote_ident(index.relname),
  pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' -- invalid' end
from relations
join pg_index on indrelid = relations.oid
join pg_class as index on index.oid = indexrelid
where not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
union all
select 'policy', relation, quote_ident(polname), concat_ws(' ',
  format('create policy %I on %s', polname, relation),
  case when not polpermissive then 'as restrictive' end, 'for',
  case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
    when 'd' then 'delete' else 'all' end, 'to',
  array_to_string(array(select case role when 0 then 'public' else role::regrole::text end
    from unnest(polroles) as role order by 1), ', '),
  'using (' || pg_get_expr(polqual, polrelid) || ')',
  'with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
from relations join pg_policy on polrelid = relations.oid
union all
select 'rule', relation, quote_ident(rulename), pg_get_ruledef(pg_rewrite.oid)
from relations join pg_rewrite on ev_class = relations.oid and rulename <> '_RETURN'
union all
select 'trigger', relation, quote_ident(tgname), pg_get_triggerdef(t.oid)
from relations join pg_trigger as t on tgrelid = relations.oid and not tgisinternal
union all
select 'function', '', oid::regprocedure::text,
  case when prokind in ('f', 'p') then pg_get_functiondef(oid) else '' end
from pg_proc where pronamespace in (select oid from schemas)
union all
select 'view', '', relation, format('create or replace view %s%s as %s', relation,
  ' with (' || array_to_string(reloptions, ', ') || ')', pg_get_viewdef(oid))
from relations where relkind = 'v'
union all
select object.type, '', object.identity, coalesce((select string_agg(enumlabel, ', '
  order by enumsortorder) from pg_enum where enumtypid = objid), '')
from pg_depend as whole, pg_identify_object(classid, objid, objsubid) as object
where refclassid = 'pg_namespace'::regclass and deptype = 'n'
  and refobjid in (select oid from schemas)
  and classid <> 'pg_proc'::regclass
  and object.type not in ('view', 'index')
  and object.identity !~ '^amity_private\.sync_stage_[0-9a-f]{32}$'
  and not exists (
    select from pg_depend as part
    where (part.classid, part.objid) = (whole.classid, whole.objid)
      and part.deptype in ('a', 'e', 'i')
  )
