-- Before anything else a write asks who is speaking, on every table that people write.
begin;
select * from no_plan();

create temporary table writes as
select 'amity.' || relname as name, template
from pg_class cross join unnest(array['insert into %s default values', 'update %s set %I = default where false', 'delete from %s where false'])
  as template
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p');
create temporary table statements as
select format(template, name, attname) as statement
from writes
left join lateral (
  select attname from pg_attribute
  where attrelid = name::regclass and attnum > 0 and has_column_privilege('authenticated', attrelid, attnum, 'update')
  limit 1
) as columns on true
where (template ^@ 'insert' and has_any_column_privilege('authenticated', name, 'insert'))
  or (template ^@ 'update' and attname is not null)
  or (template ^@ 'delete' and has_table_privilege('authenticated', name, 'delete'));
grant select on statements to public;
select cmp_ok(count(*), '>=', 8::bigint, 'there is something to write') from statements;

select speak_as(null::uuid);
select refused(statement, 'signed_out', 'without a sub: ' || statement) from statements;

select tap._speak('authenticated', '{"sub": "ada"}');
select refused(statement, 'signed_out', 'a sub that is no uuid: ' || statement) from statements;

select tap._speak('authenticated', null);
select refused(statement, 'signed_out', 'without claims: ' || statement) from statements;

select speak_as('a0000000-0000-4000-8000-000000000000'::uuid);
select refused(statement, 'not_joined', 'a caller who has not joined: ' || statement) from statements;

select speak_as_anon();
select throws_ok(statement, '42501', null, 'anon: ' || statement) from statements;

select * from finish();
rollback;
