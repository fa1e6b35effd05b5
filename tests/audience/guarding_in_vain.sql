-- superuser
-- What cannot be guarded is refused in words, and is as it was.
begin;
select * from no_plan();

create table public.posts (id int primary key, author_id uuid, writer text, circle_id uuid, audience text);
create view public.posts_view as select * from public.posts;
create table public.parted (id int, author_id uuid) partition by range (id);
create table public.parent (author_id uuid);
create table public.child () inherits (public.parent);
create table public.part partition of public.parted for values from (0) to (9);
select refused(act, slug, act)
from (values
  ($$select amity.guard_table(null, 'author_id', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('public.posts_view', 'author_id', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('public.part', 'author_id', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('public.parent', 'author_id', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('public.child', 'author_id', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('amity.follows', 'followed_id', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('amity_private.guards', 'host_table', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('pg_catalog.pg_class', 'oid', 'everyone')$$, 'guard_unsupported'),
  ($$select amity.guard_table('public.posts', 'nothing', 'everyone')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', null, 'everyone')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'id', 'everyone')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'writer', 'everyone')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'ctid', 'everyone')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'author_id', 'circle', circle_column => 'id')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'author_id', 'label', label_column => 'nothing')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'author_id', audience_column => 'id')$$, 'guard_column_unsupported'),
  ($$select amity.guard_table('public.posts', 'author_id', 'fiends')$$, 'audience_invalid'),
  ($$select amity.guard_table('public.posts', 'author_id')$$, 'audience_invalid'),
  ($$select amity.guard_table('public.posts', 'author_id', 'everyone', 'audience')$$, 'audience_invalid'),
  ($$select amity.guard_table('public.posts', 'author_id', 'circle')$$, 'audience_invalid'),
  ($$select amity.guard_table('public.posts', 'author_id', 'circle', label_column => 'circle_id')$$, 'audience_invalid'),
  ($$select amity.guard_table('public.posts', 'author_id', 'label', circle_column => 'circle_id')$$, 'audience_invalid')
) as acts (act, slug);
select is_empty($$select from pg_policy where polrelid = 'public.posts'::regclass$$, 'nothing was written');

-- a service with every right in amity, and not the table
create role janitor bypassrls;
grant service_role to janitor;
grant usage on schema amity, amity_private to janitor;
grant all on all tables in schema amity_private to janitor;
grant execute on all functions in schema amity, amity_private to janitor;
set local role janitor;
select refused($$select amity.guard_table('public.posts', 'author_id', 'everyone')$$, 'not_table_owner', 'another''s table');
reset role;
select amity.guard_table('public.posts', 'author_id', 'everyone');
set local role janitor;
select refused($$select amity.unguard_table('public.posts')$$, 'not_table_owner', 'nor is it taken off');
reset role;

-- and no other role at all
select is(outcome(speaker, act), '42501', speaker || ': ' || act)
from unnest('{ada,anon,service}'::text[]) as speaker
cross join unnest(array[
  $$select amity.guard_table('public.posts', 'author_id', 'everyone')$$, $$select amity.unguard_table('public.posts')$$,
  'select from amity_private.guards', 'delete from amity_private.guards'
]) as act;

select * from finish();
rollback;
