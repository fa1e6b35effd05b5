-- An insert that does nothing, or that fails late, is not remembered as if it had.
begin;
select plan(6);

select speak_as('ada');
select amity.block(tap.person('ben'));
select be_quiet();
create temporary table before as select * from amity.blocks;

select lives_ok($$
  insert into amity.blocks (id, blocker_id, blocked_id)
  select id, tap.person('carl'), tap.person('dora') from before on conflict do nothing
$$, 'an id that stands already');
select set_eq('select * from amity.blocks', 'select * from before', 'is not inserted again');
select throws_ok($$
  insert into amity.blocks (id, blocker_id, blocked_id) select id, tap.person('carl'), tap.person('dora') from before
$$, '23505', null, 'and without a word about conflicts it fails');
select throws_ok($$
  insert into amity.blocks (blocker_id, blocked_id, created_at) values (tap.person('carl'), tap.person('dora'), null)
$$, '23502', null, 'so does one that leaves something out');
select results_eq('select block_id from amity_private.blocks_history', 'select id from before', 'neither is history');
select is_empty('select * from amity.verify()', 'which replays to the rows');

select * from finish();
rollback;
