-- superuser
-- verify(): a dismissal that would betray a block is found.
begin;
select plan(2);

select speak_as('ada');
select amity.dismiss_suggestion(person('ben'));
select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');

-- past the triggers, as a broken backup would
set local session_replication_role = replica;
insert into amity.blocks (blocker_id, blocked_id) values (person('ben'), person('ada'));
set local session_replication_role = origin;
select results_eq(
  $$select invariant, detail from amity.verify() where kind = 'suggestions'$$,
  format('values (%L, %L)', 'not_of_a_blocker', person('ada') || ' ' || person('ben')), 'hers is found'
);

select * from finish();
rollback;
