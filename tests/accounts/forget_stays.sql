-- superuser
-- Who was forgotten becomes no person again, while the host's row is still there or a token valid; a service may say otherwise.
begin;
select plan(14);

create function pg_temp.id(name text) returns uuid language sql return md5('person:' || name)::uuid;

-- where people join by themselves
select speak_as(pg_temp.id('ada'));
select amity.join();
select speak_as(pg_temp.id('ben'));
select amity.join();
select amity.block(pg_temp.id('ada'));
select speak_as_service();
select amity.forget_person(pg_temp.id('ada'));
select speak_as(pg_temp.id('ada'));
select refused('select amity.join()', 'not_joined', 'joining again is refused');
select speak_as(pg_temp.id('carl'));
select lives_ok('select amity.join()', 'and not to any other person');

-- where a table is attached, by uuid
select be_quiet();
create table public.users (id uuid primary key);
insert into public.users select pg_temp.id(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select is(amity.attach_people('public.users'), 3::bigint, 'attaching makes persons of all others');
delete from public.users where id in (pg_temp.id('ada'), pg_temp.id('carl'));
insert into public.users select pg_temp.id(name) from unnest('{ada,carl}'::text[]) as name;
select set_eq('select id from amity.people', 'select id from public.users where id <> pg_temp.id(''ada'')',
  'nor does the row make one that comes back');
select amity.detach_people();
drop table public.users;

-- by another key
create table public.users (id bigint primary key);
insert into public.users values (1), (2);
select amity.attach_people('public.users');
select speak_as_service();
select amity.forget_person(amity.person_of('1'));
select be_quiet();
select amity.attach_people('public.users');
select is(amity.person_of('1'), null, 'attaching again does not bring a mapped key back');
select isnt(amity.person_of('2'), null, 'the others are there');
update public.users set id = 3 where id = 2;
select isnt(amity.person_of('3'), null, 'and are followed');

-- whatever the host does with their row
update public.users set id = 4 where id = 1;
select amity.attach_people('public.users');
select is(amity.person_of('4'), null, 'another key makes them no other person');
select amity.detach_people();
drop table public.users;
create table public.users (name text, key text unique);
insert into public.users values ('ada'), ('emil');
select amity.attach_people('public.users', 'key');
update public.users set key = case name when 'ada' then '1' else '5' end;
select is(amity.person_of('1'), null, 'nor does a key that comes later');
select isnt(amity.person_of('5'), null, 'which makes persons of all others');

-- what is remembered is no id
select is_empty(
  $$select from amity_private.forgotten_people where to_jsonb(forgotten_people)::text ~ pg_temp.id('ada')::text$$,
  'the id itself is not kept'
);
select is((select count(*) from amity_private.forgotten_people), 3::bigint, 'each key is remembered once');

-- a service says who is a person
select speak_as_service();
insert into amity.people (id, host_key) values (pg_temp.id('ada'), '1');
select be_quiet();
select is(amity.person_of('1'), pg_temp.id('ada'), 'a service may make them a person again');
select is_empty('select * from amity.verify()', 'and all is well');

select * from finish();
rollback;
