-- Followers and following, newest first: plain selects with a filter.
begin;
select plan(6);

select speak_as('ada');
select amity.follow(tap.person(name)) from unnest(array['ben', 'carl', 'dora']) as name;
select speak_as('ben');
select amity.follow(tap.person('ada'));
select speak_as('emil');
select amity.follow(tap.person('ada'));
select amity.follow(tap.person('ben'));

select speak_as('ada');
select results_eq(
  'select followed_id from amity.follows where follower_id = amity.me() order by created_at desc',
  $$values (tap.person('dora')), (tap.person('carl')), (tap.person('ben'))$$, 'the people I follow'
);
select results_eq(
  'select follower_id from amity.follows where followed_id = amity.me() order by created_at desc',
  $$values (tap.person('emil')), (tap.person('ben'))$$, 'who follows me'
);
select is_empty(
  'select * from amity.follows where followed_id = tap.person(''ben'') and follower_id <> amity.me()', 'not who follows others'
);
select results_eq(
  'select count(*) from amity.follows_history', 'select count(*) from amity.follows', 'the history shows as much'
);
select results_eq(
  'select * from amity.list_follows_history()',
  'select * from amity.follows_history order by occurred_at desc, follow_id desc, action desc', 'also a page at a time'
);
select results_eq(
  $$select page.* from amity.list_follows_history(2) as first
    cross join lateral amity.list_follows_history(1, first.occurred_at, first.follow_id, first.action) as page$$,
  'select * from amity.list_follows_history() offset 1 limit 2', 'the next page begins after the last entry'
);

select * from finish();
rollback;
