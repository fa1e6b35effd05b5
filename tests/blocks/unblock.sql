-- Unblocking: by a delete and by a function. It restores nothing.
begin;
select plan(18);

select speak_as('ben');
select amity.follow(tap.person('ada')), amity.request_connection(tap.person('ada'));
select speak_as('ada');
select amity.accept_connection(tap.person('ben')), amity.follow(tap.person('ben'));
select amity.block(tap.person('ben'), 'rude');

with deleted as (delete from amity.blocks where blocked_id = tap.person('ben') returning *)
select is((blocked_id, reason)::text, (tap.person('ben'), 'rude')::text, 'the delete returns the block as it was') from deleted;
select is_empty('select * from amity.blocks', 'and it is gone');
select is_empty('select * from amity.connections', 'the connection stays ended');
select is_empty('select * from amity.follows', 'the follows stay ended');
select is((amity.connection_status(tap.person('ben'))).status, 'none', 'they are nothing to each other');
select refused(format('select amity.unblock(%L)', tap.person('ben')), 'not_blocked', 'there is nothing left to take back');

select results_eq(
  'select action::text from amity.blocks_history order by occurred_at', $$values ('blocked'), ('unblocked')$$,
  'both are history'
);
select be_quiet();
select results_eq(
  'select actor_id, cause::text from amity_private.blocks_history order by entry',
  $$values (tap.person('ada'), 'user'), (tap.person('ada'), 'user')$$, 'of hers'
);

select speak_as('ada');
select lives_ok(format('select amity.block(%L)', tap.person('ben')), 'they can be blocked again');
select is((unblocked.blocker_id, unblocked.blocked_id)::text, (amity.me(), tap.person('ben'))::text, 'the function returns the block as it was')
from amity.unblock(tap.person('ben')) as unblocked;
select is_empty('select * from amity.blocks', 'and it is gone');
select is(count(distinct block_id), 2::bigint, 'two blocks are two') from amity.blocks_history;

select refused('select amity.unblock(null)', 'not_blocked', 'null is no person');
select refused($$select amity.unblock('a0000000-0000-4000-8000-000000000000')$$, 'not_blocked', 'who was never there was not blocked');
select speak_as(null::uuid);
select refused(format('select amity.unblock(%L)', tap.person('ben')), 'signed_out', 'a signed-out caller cannot unblock');
select speak_as_anon();
select throws_ok(format('select amity.unblock(%L)', tap.person('ben')), '42501', null, 'nor does anon');

-- free again, in every way
select speak_as('ben');
select lives_ok(format('select amity.follow(%1$L), amity.request_connection(%1$L)', tap.person('ada')), 'they can begin anew');

select be_quiet();
select is_empty('select * from amity_private.blocks_drift', 'the history replays to the rows');

select * from finish();
rollback;
