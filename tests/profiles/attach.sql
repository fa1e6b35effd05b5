-- superuser
-- attach_profiles reads any table or view, by any key, and lives with what the host does to it.
begin;
select plan(17);

select is_empty('select from amity.profiles', 'nothing attached: no profiles');
select lives_ok('select amity.detach_profiles()', 'and nothing to detach');

-- how person ada is called by the table that is attached
create function pg_temp.called() returns text language sql return
  (select name || coalesce(' ' || picture, '') from amity.profiles_of(array[tap.person('ada')]));
select person('ada');

create table public.by_uuid (id uuid primary key, display_name text, avatar_url text, age int);
insert into public.by_uuid values (person('ada'), 'uuid', 'url'), (gen_random_uuid(), 'not a person', null);
select amity.attach_profiles('public.by_uuid');
select is(pg_temp.called(), 'uuid url', 'by uuid');

create table public.by_text (key text primary key, "Full Name" varchar(50));
insert into public.by_text values (person('ada')::text, 'text');
select amity.attach_profiles('public.by_text', 'key', 'Full Name', null);
select is(pg_temp.called(), 'text', 'by a uuid in a text; without pictures; again replaces');

update amity.people set host_key = '42' where id = person('ada');
create table public.by_number (user_id integer primary key, name text);
insert into public.by_number values (42, 'number');
select amity.attach_profiles('public.by_number', 'user_id', 'name', null);
select is(pg_temp.called(), 'number', 'by the number that people are mapped from');
insert into amity.people (host_key) values ('no number'), (repeat('9', 40));
select is((select count(*) from amity.profiles), 1::bigint, 'whatever else people are mapped from');
create table public.by_char (key char(5) primary key, name text);
insert into public.by_char values ('42', 'char');
select amity.attach_profiles('public.by_char', 'key', 'name', null);
select is(pg_temp.called(), 'char', 'by a padded text');

create view public.seen as select id, upper(display_name) as display_name, avatar_url from public.by_uuid;
select amity.attach_profiles('public.seen');
select is(pg_temp.called(), 'UUID url', 'from a view');
create table public.parted (id uuid, display_name text, avatar_url text) partition by hash (id);
create table public.part partition of public.parted for values with (modulus 1, remainder 0);
insert into public.parted values (person('ada'), 'parted', null);
select amity.attach_profiles('public.parted');
select is(pg_temp.called(), 'parted', 'from a partitioned table');

-- the host alters its table
select amity.attach_profiles('public.by_uuid');
alter table public.by_uuid rename display_name to shown;
alter table public.by_uuid rename age to display_name;
alter table public.by_uuid rename to users;
alter table public.users set schema tap;
select is(pg_temp.called(), 'uuid url', 'columns and the table are followed by what they are, not by name');
update tap.users set shown = 'new';
select is(pg_temp.called(), 'new url', 'as it is at each moment');
select throws_ok('alter table tap.users drop column shown', '2BP01', null, 'a column that is read cannot be dropped by chance');
select throws_ok('alter table tap.users alter column shown type varchar(9)', '0A000', null, 'nor retyped');
select amity.detach_profiles();
drop view public.seen;
select is(pg_temp.called(), null, 'detached, there are no profiles');
select lives_ok('alter table tap.users drop column shown', 'and the table is free');

select amity.attach_profiles('tap.users', name => 'avatar_url', picture => null);
set local client_min_messages = warning;
drop table tap.users cascade;
select is(pg_temp.called(), null, 'dropped in spite of it, there are no profiles');
select amity.attach_profiles('public.parted');
select is(pg_temp.called(), 'parted', 'and they can be attached again');

select * from finish();
rollback;
