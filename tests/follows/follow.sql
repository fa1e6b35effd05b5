-- Following: by an insert as PostgREST sends it, and by a function. It needs no consent.
begin;
select plan(13);

select speak_as('ada');
with inserted as (insert into amity.follows (followed_id) values (tap.person('ben')) returning *)
select is((follower_id, followed_id)::text, (amity.me(), tap.person('ben'))::text, 'the insert returns the follow') from inserted;
select results_eq('select follower_id, followed_id from amity.follows', 'select amity.me(), tap.person(''ben'')', 'and there it is');
with inserted as (insert into amity.follows (follower_id, followed_id) values (amity.me(), tap.person('carl')) returning *)
select is(followed_id, tap.person('carl'), 'my name may be said') from inserted;
select is((follow.follower_id, follow.followed_id)::text, (amity.me(), tap.person('dora'))::text, 'the function returns the follow')
from amity.follow(tap.person('dora')) as follow;
with inserted as (
  insert into amity.follows (followed_id) select tap.person(name) from unnest(array['emil', 'finn']) as name returning *
)
select is(count(*), 2::bigint, 'two at once') from inserted;
select cmp_ok(max(created_at), '<=', clock_timestamp(), 'each is dated') from amity.follows;

select speak_as('ben');
select results_eq('select follower_id, followed_id from amity.follows', 'select tap.person(''ada''), amity.me()', 'who is followed sees it');
select lives_ok(format('select amity.follow(%L)', tap.person('ada')), 'and may follow back');

select be_quiet();
select is(count(*), 6::bigint, 'both ways are two follows') from amity.follows;
select results_eq(
  'select follow_id, action::text, cause::text, actor_id, occurred_at from amity_private.follows_history order by 1',
  'select id, ''followed'', ''user'', follower_id, created_at from amity.follows order by 1', 'each is remembered, under its id'
);

select speak_as_service();
with inserted as (insert into amity.follows (follower_id, followed_id) values (tap.person('carl'), tap.person('ada')) returning *)
select is(follower_id, tap.person('carl'), 'a service follows for a person') from inserted;
select results_eq(
  'select cause::text, actor_id from amity_private.follows_history where follower_id = tap.person(''carl'')',
  $$values ('service', null::uuid)$$, 'and the history says so'
);

select speak_as_anon();
select throws_ok($$select amity.follow('a0000000-0000-4000-8000-000000000000')$$, '42501', null, 'anon cannot follow');

select * from finish();
rollback;
