-- A guard is put on, replaced, looked after and taken off, whatever the table and its columns are called.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben}'::text[]) as name;
create schema "My Site";
create table "My Site"."the ""posts""" (id int primary key, gone int, "Author Id" uuid, "user" text, "Circle;" uuid);
alter table "My Site"."the ""posts""" drop column gone;
insert into "My Site"."the ""posts""" values (1, person('ada'), 'public'), (2, person('ben'), 'me');
grant usage on schema "My Site" to authenticated, service_role;
grant select, insert, update, delete on "My Site"."the ""posts""" to authenticated, service_role;
create view pg_temp.posts as select '"My Site"."the ""posts"""'::regclass as name;
grant select on pg_temp.posts to public;
create function pg_temp.state() returns text language sql as $$
  select relrowsecurity || ': ' || coalesce((
    select string_agg(format('%s %s', polname, polcmd), ', ' order by polname) from pg_policy where polrelid = pg_class.oid
  ), 'none') from pg_class where oid = (select name from pg_temp.posts)
$$;

select is(pg_temp.state(), 'false: none', 'before');
select lives_ok($$select amity.guard_table(name, 'Author Id', audience_column => 'user', circle_column => 'Circle;') from pg_temp.posts$$, 'whatever it is called');
select is(pg_temp.state(), 'true: amity_audience r, amity_author_delete d, amity_author_insert a, amity_author_update w, amity_service *, amity_signed_in r, amity_signed_out r', 'its policies');
select is_empty($$
  select role, command from pg_policies
  cross join unnest(roles) as role cross join unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) as command
  where schemaname = 'My Site' and permissive = 'PERMISSIVE' and cmd in (command, 'ALL') group by 1, 2 having count(*) > 1
$$, 'one of them opens the table to a role for a command');
create temporary table written as select polname, pg_get_expr(polqual, polrelid) as shown from pg_policy where polrelid = (select name from pg_temp.posts);
select is_empty($$select polname from pg_policy where polrelid = (select name from pg_temp.posts) and obj_description(oid, 'pg_policy') is null$$, 'each commented');
select lives_ok($$select amity.guard_table(name, 'Author Id', audience_column => 'user', circle_column => 'Circle;') from pg_temp.posts$$, 'again');
select results_eq($$select polname, pg_get_expr(polqual, polrelid) from pg_policy where polrelid = (select name from pg_temp.posts) order by 1$$,
  'select * from written order by 1', 'is the same as once');

-- where row security was off, authors write what is theirs, and a service everything
select is(outcome(speaker, format(act, 'My Site', 'the "posts"')), outcome, speaker || ': ' || act)
from (values
  ('ada', 'select from %I.%I', '1'),
  ('ben', 'select from %I.%I', '2'),
  ('ada', 'insert into %I.%I values (3, person(''ada'')) returning *', '1'),
  ('ada', 'insert into %I.%I values (3, person(''ben''))', '42501'),
  ('ada', 'update %I.%I set id = id + 10', '1'),
  ('ada', 'update %I.%I set "Author Id" = person(''ben'')', '42501'),
  ('ada', 'delete from %I.%I', '1'),
  ('signed out', 'delete from %I.%I', '0'),
  ('signed out', 'select from %I.%I', '0'),
  ('service', 'delete from %I.%I', '2')
) as acts (speaker, act, outcome);

-- another audience replaces the first, and the table is as before when it is taken off
select amity.guard_table(name, 'Author Id', 'connections') from pg_temp.posts;
select is(outcome('ben', 'select from "My Site"."the ""posts"""'), '1', 'another audience replaces the first');
select is(amity.unguard_table(name), true, 'it is taken off') from pg_temp.posts;
select is(pg_temp.state(), 'false: none', 'and all is as before');
select is(amity.unguard_table(name), false, 'once') from pg_temp.posts;
select is(amity.unguard_table(null), false, 'nothing from nothing');

-- where it was on, and the host says who writes, the host goes on saying it
alter table "My Site"."the ""posts""" enable row level security;
create policy "the host's" on "My Site"."the ""posts""" for insert to authenticated with check (id < 100);
select amity.guard_table(name, 'Author Id', 'everyone') from pg_temp.posts;
select amity.guard_table(name, 'Author Id', 'followers') from pg_temp.posts;
select is(pg_temp.state(), 'true: amity_audience r, amity_service r, amity_signed_in r, amity_signed_out r, the host''s a', 'no role may write that could not before');
select is(outcome('ada', 'insert into "My Site"."the ""posts""" values (3, person(''ada''))'), '1', 'by the host''s policy');
select is(outcome('ada', 'insert into "My Site"."the ""posts""" values (100, person(''ada''))'), '42501', 'and no other');
select is(outcome('ada', 'delete from "My Site"."the ""posts"""'), '0', 'and nothing is deleted');
select amity.unguard_table(name) from pg_temp.posts;
select is(pg_temp.state(), 'true: the host''s a', 'and all is as before');

-- and where it was on without a policy, it stays on
drop policy "the host's" on "My Site"."the ""posts""";
select amity.guard_table(name, 'Author Id', 'everyone') from pg_temp.posts;
select amity.unguard_table(name) from pg_temp.posts;
select is(pg_temp.state(), 'true: none', 'also without a policy');
create policy "the host's" on "My Site"."the ""posts""" for select using (true);

-- row security that the host came to count on stays
drop policy "the host's" on "My Site"."the ""posts""";
alter table "My Site"."the ""posts""" disable row level security;
select amity.guard_table(name, 'Author Id', 'everyone') from pg_temp.posts;
create policy "the host's" on "My Site"."the ""posts""" for insert to authenticated with check (true);
select amity.unguard_table(name) from pg_temp.posts;
select is(pg_temp.state(), 'true: the host''s a', 'with a policy of the host''s since, row security stays');

-- a piece of it that is taken away is found
create table public.posts (id int primary key, author_id uuid, audience text, circle_id uuid, type_id uuid);
insert into public.posts values (1, person('ada'), 'everyone'), (2, person('ada'), 'me');
grant select on public.posts to authenticated;
select amity.guard_table(
  'public.posts', 'author_id', audience_column => 'audience', circle_column => 'circle_id', label_column => 'type_id');
select is_empty('select * from amity.verify()', 'it stands');
create function pg_temp.found_after(act text) returns text language plpgsql as $$
declare
  v_found text;
begin
  execute act;
  select string_agg(concat_ws(' ', kind, invariant, detail), ', ') into v_found from amity.verify();
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return v_found;
end
$$;
select is(pg_temp.found_after(act), $$audience policies_stand public.posts: select amity.guard_table('public.posts', 'author_id', audience_column => 'audience', circle_column => 'circle_id', label_column => 'type_id')$$, act)
from unnest(array[
  'drop policy amity_audience on public.posts',
  'drop policy amity_signed_out on public.posts',
  'alter policy amity_audience on public.posts using (true)',
  'alter policy amity_author_insert on public.posts with check (true)',
  'alter policy amity_service on public.posts to public',
  'alter table public.posts rename column author_id to writer_id'
]) as act;
create table public.archive (like public.posts);
select is(pg_temp.found_after(act), 'audience guarded_tables_stand_alone public.posts: let nothing inherit, or amity.unguard_table() takes the guard off', act)
from unnest(array['alter table public.posts inherit public.archive', 'alter table public.archive inherit public.posts']) as act;
select is(pg_temp.found_after('alter table public.posts disable row level security'), 'audience row_security_is_on public.posts: alter table public.posts enable row level security', 'row security off');
select is(pg_temp.found_after('create policy mine on public.posts using (true)'), null, 'the host''s own are its own');
select is(pg_temp.found_after('alter table public.posts rename to articles'), null, 'another name is no harm');
set local search_path = public, amity, amity_private, tap;
select is_empty('select * from amity.verify()', 'nor where names are looked for');
set local quote_all_identifiers = on;
select is_empty('select * from amity.verify()', 'nor how they are written');
set local quote_all_identifiers = off;
reset search_path;
set local search_path = tap, public;
alter policy amity_audience on public.posts using (true);
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience');
select is_empty('select * from amity.verify()', 'guarding again mends it');

-- with a column goes all that opens the table to others, and not only what closes it
select is(outcome('ben', 'select from public.posts'), '1', 'before, what is for everyone');
select amity.unguard_table('public.posts');
create function pg_temp.seen_without(gone text) returns text language plpgsql as $$
declare
  v_seen text;
begin
  perform amity.guard_table(
    'public.posts', 'author_id', audience_column => 'audience', circle_column => 'circle_id', label_column => 'type_id');
  execute format('alter table public.posts drop column %I cascade', gone);
  v_seen := outcome('ben', 'select from public.posts');
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return v_seen;
end
$$;
select is(pg_temp.seen_without(gone), '0', 'without ' || gone || ', nothing')
from unnest('{author_id,audience,circle_id,type_id}'::text[]) as gone;

-- what has become a partition can be taken off all the same
select amity.guard_table('public.posts', 'author_id', 'everyone');
create table public.years (like public.posts) partition by range (id);
alter table public.years attach partition public.posts default;
select is(amity.unguard_table('public.posts'), true, 'also as a partition');
alter table public.years detach partition public.posts;
drop table public.years, public.archive;
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience');

-- a table that is gone takes its guard along
drop table public.posts;
select is_empty('select * from amity.verify()', 'the guard is not missed');
select is(tidied, 1::bigint, 'it is tidied away') from amity.tidy() where kind = 'audience';
select is_empty('select from amity_private.guards', 'and forgotten');
create table public.posts (id int primary key, author_id uuid);
select amity.guard_table('public.posts', 'author_id', 'everyone');
drop table public.posts;
create table public.posts (id int primary key, author_id uuid);
select amity.guard_table('public.posts', 'author_id', 'everyone');
select is(count(*), 1::bigint, 'or when another comes') from amity_private.guards;

select * from finish();
rollback;
