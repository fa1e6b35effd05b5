-- Before the first migration: texts are compared in Unicode, and both schemas are Amity's alone. A
-- missing one is made; an empty one is taken, if it belongs to the current role.
do $amity$
declare
  v_found text[];
begin
  if getdatabaseencoding() <> 'UTF8' then
    raise exception using
      errcode = 'feature_not_supported',
      message = format('Amity needs a database in UTF8, and this one is in %s',
        getdatabaseencoding()),
      hint = 'Make one: create database NAME encoding ''UTF8'' template template0.';
  end if;
  select array_agg(found.what order by found.place, found.what) into v_found
  from (
    select 1 as place, format('schema %I of %s', nspname, nspowner::regrole) as what
    from pg_namespace
    where nspname in ('amity', 'amity_private') and nspowner <> current_user::regrole
    union all
    select case classid when 'pg_class'::regclass then 2 else 3 end,
      concat_ws(' ', object.type, object.identity)
    from pg_depend, pg_identify_object(classid, objid, objsubid) as object
    where refclassid = 'pg_namespace'::regclass and deptype = 'n' and refobjid in (
      select oid from pg_namespace where nspname in ('amity', 'amity_private')
    )
  ) as found;
  if v_found is not null then
    raise exception using
      errcode = 'duplicate_schema',
      message = format(
        'Amity needs the schemas amity and amity_private for itself, and found there: %s%s',
        array_to_string(v_found[:10], ', '),
        case when cardinality(v_found) > 10 then format(', and %s more', cardinality(v_found) - 10)
        end
      ),
      hint = 'Rename a schema that is not Amity''s: alter schema NAME rename to OTHER. Give an '
        'empty one to the role that installs: alter schema NAME owner to ROLE. What is left of an '
        'Amity goes with: '
        'drop schema if exists amity, amity_private cascade.';
  end if;
end;
$amity$;
