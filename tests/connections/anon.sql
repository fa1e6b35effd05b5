-- A person who is not signed in can do nothing at all: no table, no view, no function.
begin;
select * from no_plan();

create temp table things as
  select format('%I.%I', nspname, relname) as name
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where nspname in ('amity', 'amity_private') and relkind in ('r', 'v');
create temp table calls as
  select format(
    'select %s(%s)', functions.oid::regproc, string_agg('null::' || args.type::regtype, ', ' order by args.n)
  ) as call
  from pg_proc as functions
  join pg_namespace on pg_namespace.oid = pronamespace
  left join unnest(proargtypes) with ordinality as args (type, n) on true
  where nspname = 'amity' and prokind = 'f'
  group by functions.oid;
grant select on things, calls to anon;

select cmp_ok((select count(*) from things), '>', 10::bigint, 'there are tables and views');
select cmp_ok((select count(*) from calls), '>', 10::bigint, 'there are functions');

select speak_as_anon();
select throws_ok('select * from ' || name, '42501', null, 'select ' || name) from things;
select throws_ok('insert into ' || name || ' default values', '42501', null, 'insert ' || name) from things;
select throws_ok('delete from ' || name, '42501', null, 'delete ' || name) from things;
select throws_ok(call, '42501', null, call) from calls;
select throws_ok(
  $$update amity.connections set status = 'accepted'$$, '42501', null, 'update amity.connections'
);

-- were the schema opened to them by mistake, each thing would still be shut; but that they are no person is no secret
select be_quiet();
grant usage on schema amity, amity_private to anon;
select speak_as_anon();
select throws_ok('select * from ' || name, '42501', null, 'select ' || name || ', the schema open') from things;
select throws_ok(call, '42501', null, call || ', the schema open') from calls where call <> 'select amity.me()';

select * from finish();
rollback;
