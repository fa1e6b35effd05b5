-- superuser
-- Each invariant, broken behind the back of the triggers, is found.
begin;
select plan(3);

select speak_as('ada');
create temporary table mine as select issued.* from amity.issue_invite() as issued;
select be_quiet();
select is_empty('select * from amity.verify()', 'nothing is broken');

set local session_replication_role = replica;
delete from amity_private.invite_tokens;
select results_eq(
  'select kind, invariant, detail from amity.verify()', $$select 'invites', 'has_a_token', id::text from mine$$,
  'has_a_token'
);
insert into amity_private.invite_tokens select sha256(token::bytea), id from mine;
select is_empty('select * from amity.verify()', 'put right');

select * from finish();
rollback;
