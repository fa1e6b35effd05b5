-- System columns tell what no client may know: xmax changes when another person locks my row, to block me or to
-- step back from me. So people are granted columns, and never a table.
begin;
select * from no_plan();

select is_empty($$
  select oid::regclass from pg_class
  where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p')
    and has_table_privilege('authenticated', oid, 'select')
$$, 'no table can be selected from as a whole');

select is_empty($$
  select attrelid::regclass, attname
  from pg_attribute join pg_class on pg_class.oid = attrelid
  where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
    and has_any_column_privilege('authenticated', attrelid, 'select')
    and not has_column_privilege('authenticated', attrelid, attnum, 'select')
$$, 'what can be selected from can be selected from with *');

select speak_as('ada');
select throws_ok(format('select %s from amity.%I', system_column, relname), '42501', null, relname || '.' || system_column)
from pg_class cross join unnest('{xmin,xmax,ctid}'::text[]) as system_column
where relnamespace = 'amity'::regnamespace and relkind = 'r'
  and has_any_column_privilege('authenticated', pg_class.oid, 'select');

select * from finish();
rollback;
