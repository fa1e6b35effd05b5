-- superuser
-- verify(): whatever a history does not account for is found, of whichever kind.
begin;
select * from no_plan();

select speak_as('ada');
select amity.request_connection(tap.person('ben')), amity.follow(tap.person('ben')), amity.follow(tap.person('carl')), amity.block(tap.person('dora'));
select speak_as_service();
select is_empty('select * from amity.verify()', 'all is well');

select be_quiet();
create function public.verify_elsewhere() returns void language sql return null;
select speak_as_service();
select is_empty('select * from amity.verify()', 'a function of the host is not asked');

-- past the triggers, as a broken backup would
create temporary table tampering (kind text, invariant text, statement text);
insert into tampering values
  ('blocks', 'history_replays', 'delete from amity.blocks'),
  ('follows', 'history_replays', 'delete from amity.follows where followed_id = tap.person(''carl'')'),
  ('follows', 'history_replays', 'update amity.follows set followed_id = tap.person(''emil'') where followed_id = tap.person(''ben'')'),
  ('connections', 'history_replays', 'update amity.connections set status = ''accepted'', responded_at = now()'),
  ('connections', 'history_replays', 'insert into amity.connections (requester_id, recipient_id) values (tap.person(''x''), tap.person(''y''))'),
  ('connections', 'pending_or_accepted', 'update amity.connections set status = ''cancelled'''),
  ('connections', 'not_across_a_block', 'insert into amity.blocks (blocker_id, blocked_id) values (tap.person(''ben''), tap.person(''ada''))'),
  ('follows', 'not_across_a_block', 'insert into amity.blocks (blocker_id, blocked_id) values (tap.person(''carl''), tap.person(''ada''))');
grant select on tampering to public;

create function pg_temp.found_after(statement text) returns text[] language plpgsql as $$
declare
  v_found text[];
begin
  perform be_quiet();
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
  perform speak_as_service();
  v_found := array(select kind || ' ' || invariant from amity.verify());
  raise sqlstate 'UNDO0' using message = v_found::text;
exception when sqlstate 'UNDO0' then
  return sqlerrm::text[];
end
$$;
select ok(pg_temp.found_after(statement) @> array[kind || ' ' || invariant], kind || ' ' || invariant || ': ' || statement) from tampering;

select is_empty('select * from amity.verify()', 'all is well again');
select speak_as('ada');
select throws_ok('select * from amity.verify()', '42501', null, 'people do not ask');

select * from finish();
rollback;
