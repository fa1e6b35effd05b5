-- An insert that does nothing, or that fails late, is not remembered as if it had.
begin;
select plan(5);

select speak_as('ada');
select amity.follow(tap.person('ben'));
select be_quiet();
create temporary table before as select * from amity.follows;

select lives_ok($$
  insert into amity.follows (id, follower_id, followed_id)
  select id, tap.person('carl'), tap.person('dora') from before on conflict do nothing
$$, 'an id that stands already');
select set_eq('select * from amity.follows', 'select * from before', 'is not inserted again');
select throws_ok($$
  insert into amity.follows (id, follower_id, followed_id) select id, tap.person('carl'), tap.person('dora') from before
$$, '23505', null, 'and without a word about conflicts it fails');
select results_eq('select follow_id from amity_private.follows_history', 'select id from before', 'neither is history');
select is_empty('select * from amity.verify()', 'which replays to the rows');

select * from finish();
rollback;
