-- A key that changes in the host's table: the user stays the same person, with every tie.
begin;
select plan(7);

create table public.users (id bigint primary key, "E-Mail" text unique);
insert into public.users values (1, 'ada'), (2, 'ben'), (3, 'carl');
select amity.attach_people('public.users', 'E-Mail');
create temporary table before as select id, host_key from amity.people;

update public.users set "E-Mail" = 'lovelace' where id = 1;
select is(amity.person_of('lovelace'), id, 'the new key is the same person') from before where host_key = 'ada';
select is(amity.person_of('ada'::text), null, 'the old key is no person');

update public.users set "E-Mail" = "E-Mail" || '@example.org';
select results_eq(
  $$select people.id, people.host_key from amity.people order by 2$$,
  $$select id, case host_key when 'ada' then 'lovelace' else host_key end || '@example.org' from before order by 2$$,
  'everybody at once as well'
);
select amity.detach_people();
delete from amity.people;

create table public.accounts (id uuid primary key);
insert into public.accounts values ('a0000000-0000-4000-8000-000000000000');
select amity.attach_people('public.accounts');
select refused(
  $$update public.accounts set id = 'b0000000-0000-4000-8000-000000000000'$$, 'key_changed',
  'a uuid is the person, and cannot change'
);
select lives_ok('update public.accounts set id = id', 'unless it stays what it is');
select amity.detach_people();
delete from amity.people;

create table public.codes (code char(5) primary key);
insert into public.codes values ('ada');
select amity.attach_people('public.codes', 'code');
create temporary table coded as select id from amity.people;
update public.codes set code = 'ben';
select results_eq('select host_key from amity.people', $$values ('ben')$$, 'a key of fixed length is followed without its padding');
select results_eq('select id from amity.people', 'select id from coded', 'and stays the same person');

select * from finish();
rollback;
