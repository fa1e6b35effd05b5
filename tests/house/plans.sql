-- What a trigger, a policy, a default or a check calls is planned once a session: a body in plpgsql
-- whose search_path is pinned, or one in SQL that is inlined. Any other is planned anew in each
-- transaction, which once was most of what an act cost.
begin;
select plan(2);

-- Every function and view, with the text in which another one's name would stand.
create temporary table bodies as
select pg_proc.oid, nspname || '.' || proname as name, lanname,
  coalesce(proconfig, '{}') @> array['search_path=pg_catalog, pg_temp'] as is_pinned,
  coalesce(pg_get_function_sqlbody(pg_proc.oid), prosrc) as body
from pg_proc
join pg_namespace on pg_namespace.oid = pronamespace
join pg_language on pg_language.oid = prolang
where nspname in ('amity', 'amity_private')
union all
select pg_class.oid, nspname || '.' || relname, 'view', true, pg_get_viewdef(pg_class.oid)
from pg_class join pg_namespace on pg_namespace.oid = relnamespace
where nspname in ('amity', 'amity_private') and relkind = 'v';

create temporary table reached as
with recursive calls as materialized (
  select caller.oid as caller, callee.oid as callee
  from bodies as caller join bodies as callee
    on strpos(caller.body, callee.name || case when callee.lanname = 'view' then '' else '(' end) > 0
), reaches (oid) as (
  select tgfoid from pg_trigger
  union
  select refobjid from pg_depend
  where classid in ('pg_policy'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass)
    and refclassid = 'pg_proc'::regclass
  union
  select callee from reaches join calls on caller = reaches.oid
)
select bodies.* from reaches join bodies using (oid);

create temporary view planned_anew as
select distinct name from reached
where lanname = 'plpgsql' and not is_pinned
  or lanname = 'sql' and body ~* '\m(select|insert|update|delete)\M';

select ok(
  (select count(*) > 100 from reached where lanname = 'plpgsql'),
  'the functions that triggers, policies, defaults and checks reach are found'
);
select is_empty('select name from planned_anew', 'none of them is planned anew in each transaction');

select * from finish();
rollback;
