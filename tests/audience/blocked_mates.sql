-- A person I blocked is gone from what shared circles show me, though as an admin I still see that they are a member.
begin;
select plan(6);

select join_circle('{ben,carl}');
select speak_as('ada');
select amity.promote_in_circle(the_circle(), person('carl'));
select be_quiet();
create table public.posts (id int primary key, author_id uuid not null, circle_id uuid not null);
insert into public.posts values (1, person('ben'), the_circle()), (2, person('carl'), the_circle()), (3, person('ada'), the_circle());
grant select on public.posts to authenticated;
alter table public.posts enable row level security;
create policy "Posts are viewable by everyone" on public.posts for select using (true);
select amity.guard_table('public.posts', 'author_id', 'circle', circle_column => 'circle_id');

select speak_as('ada');
select set_eq('select id from public.posts', '{1,2,3}'::int[], 'those in my circle');
select amity.block(person('ben'));
select amity.block(person('carl'));
select isnt_empty($$select from amity.circle_members where person_id = tap.person('ben')$$, 'an admin sees a member they could remove');
select set_eq('select id from public.posts', '{3}'::int[], 'and no post of theirs');
select set_eq('select person_id from amity.circle_mates()', array[person('ada')], 'who is no mate');
select speak_as('carl');
select set_eq('select id from public.posts', '{1,2}'::int[], 'nor do they see mine, admin or not');
select speak_as('ben');
select set_eq('select id from public.posts', '{1,2}'::int[], 'nor does the other');

select * from finish();
rollback;
