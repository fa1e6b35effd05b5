-- Followers and following, newest first: plain selects with a filter.
begin;
select plan(4);

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

select * from finish();
rollback;
