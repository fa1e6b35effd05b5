-- superuser
-- The feed of CommonPlace: posts of a person I stepped back from are out of my feed the same moment, come back at
-- `until` with nothing having run, and never leave anybody else's.
begin;
select plan(13);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
create table public.posts (id int primary key, author_id uuid not null, audience text not null, body text);
insert into public.posts values
  (1, person('ben'), 'public', 'to all'), (2, person('ben'), 'friends', 'to friends'),
  (3, person('carl'), 'friends', 'carl''s'), (4, person('ada'), 'friends', 'her own');
grant select on public.posts to authenticated;
-- as Supabase suggests
alter table public.posts enable row level security;
create policy "Posts are viewable by everyone" on public.posts for select using (true);
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience');

select connect('ada', 'ben');
select connect('carl', 'ben');
select connect('ada', 'carl');

select speak_as('ada');
select set_eq('select id from public.posts', '{1,2,3,4}'::int[], 'a feed of friends');
select amity.step_back_from(person('ben'), now() + interval '1 day');
select set_eq('select id from public.posts', '{3,4}'::int[], 'a person I stepped back from is out of it the same moment');
select is_empty($$select from public.posts where author_id = person('ben')$$, 'on their page as well');
select results_eq('select * from amity.quiet_people()', array[person('ben')], 'and is a quiet person');
select is(amity.can_see_posts_of(person('ben')), false, 'whose posts I do not see');
select is(amity.can_view_profile(person('ben')), true, 'though their profile is there');
select speak_as('carl');
select set_eq('select id from public.posts', '{1,2,3,4}'::int[], 'everybody else sees them as before');
select speak_as('ben');
select set_eq('select id from public.posts', '{1,2,3,4}'::int[], 'and they see me as before');
select is(amity.can_see_posts_of(person('ada')), true, 'and cannot tell');

-- a day passes, and nothing has run
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = since - interval '2 days', until = until - interval '2 days';
set local session_replication_role = origin;
select isnt_empty('select from amity.step_backs', 'the row is still there');
select speak_as('ada');
select set_eq('select id from public.posts', '{1,2,3,4}'::int[], 'at its time they are back');
select is_empty('select * from amity.quiet_people()', 'the set of quiet people is empty');
select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');

select * from finish();
rollback;
