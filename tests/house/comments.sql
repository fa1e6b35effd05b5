-- What a thing is for reaches psql, OpenAPI and generated types: what clients can reach is commented.
begin;
select plan(9);

create temporary view ours as
select oid, nspname from pg_namespace where nspname in ('amity', 'amity_private');

select is_empty(
  $$select nspname from ours where obj_description(oid, 'pg_namespace') is null$$, 'both schemas are commented'
);

select is_empty($$
  select pg_class.oid::regclass from pg_class join ours on ours.oid = relnamespace
  where relkind in ('r', 'p') and obj_description(pg_class.oid, 'pg_class') is null
$$, 'every table is commented');

select is_empty($$
  select pg_class.oid::regclass from pg_class join ours on ours.oid = relnamespace
  where relkind in ('v', 'm') and obj_description(pg_class.oid, 'pg_class') is null
$$, 'every view is commented');

select is_empty($$
  select attrelid::regclass, attname
  from pg_attribute
  join pg_class on pg_class.oid = attrelid
  join ours on ours.oid = relnamespace
  where nspname = 'amity' and relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
    and col_description(attrelid, attnum) is null
$$, 'every column that clients see is commented');

select is_empty($$
  select attrelid::regclass, attname
  from pg_attribute
  join pg_class on pg_class.oid = attrelid
  join ours on ours.oid = relnamespace
  where nspname = 'amity_private' and relkind in ('r', 'p') and attnum > 0 and not attisdropped
    and col_description(attrelid, attnum) is null
$$, 'and every column of a table that they do not see');

select is_empty($$
  select pg_proc.oid::regprocedure from pg_proc join ours on ours.oid = pronamespace
  where nspname = 'amity' and obj_description(pg_proc.oid, 'pg_proc') is null
$$, 'every function that clients see is commented');

select is_empty($$
  select polrelid::regclass, polname
  from pg_policy
  join pg_class on pg_class.oid = polrelid
  join ours on ours.oid = relnamespace
  where obj_description(pg_policy.oid, 'pg_policy') is null
$$, 'every policy is commented');

select is_empty($$
  select pg_type.oid::regtype from pg_type join ours on ours.oid = typnamespace
  where typtype in ('e', 'd', 'r') and obj_description(pg_type.oid, 'pg_type') is null
$$, 'every type is commented');

select is_empty($$
  select description from pg_description where description <> '' and description !~ '[.;]$'
    and (
      (classoid = 'pg_proc'::regclass
        and objoid in (select pg_proc.oid from pg_proc join ours on ours.oid = pronamespace))
      or (classoid = 'pg_class'::regclass
        and objoid in (select pg_class.oid from pg_class join ours on ours.oid = relnamespace))
    )
$$, 'a comment is a sentence');

select * from finish();
rollback;
