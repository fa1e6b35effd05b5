-- A host gives its key another type, in three statements: everybody stays who they are, or it is refused.
begin;
select plan(17);

create function pg_temp.same_people(v_says text) returns setof text language plpgsql as $$
begin
  return next set_eq('select id from amity.people', 'select id from kept', v_says || 'everybody is who they were');
  return next is(count(*), 1::bigint, v_says || 'with their ties') from amity.follows;
  delete from public.users where name = 'ben';
  return next is(count(*), 1::bigint, v_says || 'and who is deleted ends') from amity.people;
  perform amity.detach_people();
  delete from amity.people;
  drop table public.users, kept;
end
$$;
create function pg_temp.two_follow() returns void language sql as $$
  create temporary table kept as select id from amity.people;
  insert into amity.follows (follower_id, followed_id) select min(id::text)::uuid, max(id::text)::uuid from amity.people
$$;

create table public.users (id integer primary key, name text);
insert into public.users values (1, 'ada'), (2, 'ben');
select amity.attach_people('public.users');
select pg_temp.two_follow();
select throws_ok('alter table public.users alter column id type bigint', '0A000', null, 'not while people are followed by it');
select amity.detach_people();
alter table public.users alter column id type bigint;
select amity.attach_people('public.users');
select pg_temp.same_people('integer to bigint: ');

create table public.users (id varchar(20) primary key, name text);
insert into public.users values ('a', 'ada'), ('b', 'ben');
select amity.attach_people('public.users');
select pg_temp.two_follow();
select amity.detach_people();
alter table public.users alter column id type char(30);
select amity.attach_people('public.users');
select pg_temp.same_people('varchar(20) to char(30): ');

create table public.users (id uuid primary key, name text);
insert into public.users values ('a0000000-0000-4000-8000-000000000000', 'ada'), ('b0000000-0000-4000-8000-000000000000', 'ben');
select amity.attach_people('public.users');
select pg_temp.two_follow();
select amity.detach_people();
alter table public.users alter column id type text;
select is(amity.attach_people('public.users'), 2::bigint, 'uuid to text: no user becomes two people');
select is(amity.person_of(id), id::uuid, 'uuid to text: ' || name || ' is found by the key') from public.users;
select pg_temp.same_people('uuid to text: ');

create table public.users (id text primary key, name text);
insert into public.users values ('{A0000000-0000-4000-8000-000000000000}', 'ada'), ('b0000000-0000-4000-8000-000000000000', 'ben');
select amity.attach_people('public.users');
select pg_temp.two_follow();
select amity.detach_people();
alter table public.users alter column id type uuid using id::uuid;
select refused($$select amity.attach_people('public.users')$$, 'key_is_mapped', 'text to uuid is refused, for it would make each user another person');
select is_empty($$select from pg_trigger where tgrelid = 'public.users'::regclass$$, 'and leaves nothing behind');
select set_eq('select id from amity.people', 'select id from kept', 'everybody is who they were');
alter table public.users alter column id type text;
select lives_ok($$select amity.attach_people('public.users')$$, 'text again can be attached');
select * from finish();
rollback;
