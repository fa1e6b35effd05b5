-- A partitioned table is guarded like any other, whichever partition a row is in; and a partition that people reach past it is found.
begin;
select plan(15);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
create table public.posts (id int, author_id uuid, audience text) partition by list (id);
create table public.early partition of public.posts for values in (1, 2);
create table public.late partition of public.posts for values in (3, 4) partition by list (id);
create table public.latest partition of public.late for values in (3, 4);
insert into public.posts values (1, person('ada'), 'friends'), (2, person('ada'), 'public'), (3, person('ada'), 'friends'), (4, person('ada'), 'me');
grant select, insert, update on public.posts to authenticated;
grant select on public.posts to anon;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status) values (person('ada'), person('ben'), 'accepted');
select be_quiet();

select lives_ok($$select amity.guard_table('public.posts', 'author_id', audience_column => 'audience')$$, 'it can be guarded');
select is(outcome(who, 'select from public.posts'), seen, who || ' sees ' || seen)
from (values ('ada', '4'), ('ben', '3'), ('carl', '1'), ('anon', '0'), ('service', '42501')) as readers (who, seen);
select is(outcome('ben', 'update public.posts set id = 4 where id = 3'), '0', 'a connection changes none of it');
select is(outcome('ada', 'update public.posts set id = 4 where id = 1'), '1', 'its author moves it to another partition');
select is_empty('select * from amity.verify()', 'all is well');
create table public.later partition of public.posts for values in (5);
select is(outcome('ada', 'insert into public.posts values (5, person(''ada''))'), '1', 'one that is added later is guarded as well');

-- a partition has policies of its own
grant select (id) on public.latest to authenticated;
select results_eq('select invariant, detail from amity.verify()',
  $$values ('partitions_are_closed', 'public.latest, part of public.posts: revoke select on public.latest from public, anon, authenticated')$$,
  'a partition that people may read is named');
alter table public.latest enable row level security;
select is_empty('select * from amity.verify()', 'not where it has row security of its own');
alter table public.latest disable row level security;
revoke select (id) on public.latest from authenticated;
create view public.a_part as select * from public.early;
grant select on public.a_part to authenticated;
select results_eq('select invariant, detail from amity.verify()',
  $$values ('views_keep_policies', 'public.posts, shown by public.a_part: alter view public.a_part set (security_invoker = true)')$$,
  'and a view of one');
drop view public.a_part;

-- the words that a row may hold are those that a table may be given
select lives_ok($$select amity.guard_table('public.posts', 'author_id', 'friends')$$, 'friends are connections');
select is(outcome('ben', 'select from public.posts'), '4', 'who see every row');

select * from finish();
rollback;
