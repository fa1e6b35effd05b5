-- What clients may read they can read with a plain select *, as PostgREST and supabase-js do.
begin;
select * from no_plan();

create temporary table readable as
select pg_class.oid::regclass as name, role
from pg_class cross join unnest(array['authenticated', 'service_role']) as role
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v', 'm')
  and has_any_column_privilege(role, pg_class.oid, 'select');
grant select on readable to public;

select cmp_ok(count(*), '>=', 5::bigint, 'people may read something') from readable where role = 'authenticated';

select speak_as('ada');
select lives_ok('select * from ' || name, 'a person reads ' || name) from readable where role = 'authenticated';

select speak_as_service();
select lives_ok('select * from ' || name, 'a service reads ' || name) from readable where role = 'service_role';

select be_quiet();
select is_empty($$
  select pg_class.oid::regclass from pg_class
  where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    and not exists (select from readable where name = oid and role = 'service_role')
$$, 'a service reads everything that is exposed');

select speak_as_anon();
select throws_ok('select * from ' || name, '42501', null, 'anon does not read ' || name)
from readable where role = 'authenticated';

select * from finish();
rollback;
