-- superuser
-- A role that signs people up and deletes them needs no right on anything of amity.
begin;
select plan(8);

create role signup;
create schema host;
create table host.users (id uuid primary key);
grant usage on schema host to signup;
grant select, insert, update, delete, truncate on host.users to signup;
select amity.attach_people('host.users');

set local role signup;
select is(has_schema_privilege('amity', 'usage'), false, 'a role that knows nothing of amity');
select lives_ok($$insert into host.users values ('a0000000-0000-4000-8000-000000000000')$$, 'inserts');
select lives_ok($$update host.users set id = id$$, 'updates');
select refused(
  $$update host.users set id = 'b0000000-0000-4000-8000-000000000000'$$, 'key_changed', 'is told why not'
);
select lives_ok($$delete from host.users$$, 'deletes');
select lives_ok($$truncate host.users$$, 'truncates');
select lives_ok($$insert into host.users values ('c0000000-0000-4000-8000-000000000000')$$, 'and inserts again');

select be_quiet();
select results_eq('select id::text from amity.people', $$values ('c0000000-0000-4000-8000-000000000000')$$, 'and all of it was followed');

select * from finish();
rollback;
