-- What cannot be attached, and who cannot attach it.
begin;
select plan(22);

create table public.users (
  id uuid primary key, slug text unique, name text, year numeric unique, joined timestamptz unique,
  first text, last text, late text unique deferrable, unique (first, last)
);
create unique index on public.users (lower(name));
create unique index on public.users (first) where last is null;
create table public.others (id uuid primary key);
create view public.seen as select id from public.users;

select refused(format('select amity.attach_people(%L, %L)', 'public.users', key), 'key_unsupported', why)
from (values
  ('name', 'a column that is not unique'), ('last', 'nor one that is unique only with another'),
  ('first', 'or only for some rows'), ('late', 'or only in the end'), ('year', 'a number that is no whole number'),
  ('joined', 'a moment'), ('nothing', 'a column that is not there'), ('ctid', 'a place on the disk')
) as cases (key, why);
select refused($$select amity.attach_people('public.seen')$$, 'key_unsupported', 'a view');
create table public.parents (id uuid primary key);
create table public.children (primary key (id)) inherits (public.parents);
create table public.parted (id uuid primary key) partition by hash (id);
create table public.part partition of public.parted for values with (modulus 1, remainder 0);
select refused(format('select amity.attach_people(%L)', name), 'key_unsupported', 'a table that shares its rows with another: ' || name)
from unnest(array['public.parents', 'public.children', 'public.part']) as name;
select throws_ok($$select amity.attach_people('public.nowhere')$$, '42P01', null, 'a table that is not there');
select is_empty('select from amity_private.attachments', 'and none of them is attached');

select is(amity.attach_people('public.users', 'slug'), 0::bigint, 'one table is attached');
select refused($$select amity.attach_people('public.others')$$, 'already_attached', 'then not another');
select refused($$select amity.attach_people('public.users')$$, 'already_attached', 'nor by another key');

drop table public.users cascade;
select lives_ok($$select amity.attach_people('public.others')$$, 'a table that was dropped is attached no more');
drop table public.others;
select lives_ok('select amity.detach_people()', 'and can be detached');

select speak_as('ada');
select throws_ok($$select amity.attach_people('amity.people')$$, '42501', null, 'people do not attach');
select throws_ok('select amity.detach_people()', '42501', null, 'nor detach');
select speak_as_service();
select throws_ok($$select amity.attach_people('amity.people')$$, '42501', null, 'nor do services');

select * from finish();
rollback;
