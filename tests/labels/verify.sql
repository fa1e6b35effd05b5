-- superuser
-- verify(): a label of a type that is not its owner's is found.
begin;
select plan(5);

select isnt(tap.person('ben'), null, 'ben is a person');
select speak_as('ben');
create temporary table bens as select * from amity.create_label_type('his');
grant select on bens to public;
select speak_as('ada');
select amity.label_person(tap.person('ben'), (amity.create_label_type('hers')).id), amity.label_person(tap.person('ben'));
select speak_as_service();
select is_empty('select * from amity.verify()', 'all is well');

-- past the triggers and the foreign keys, as a broken backup would
create function pg_temp.found_after(statement text) returns text[] language plpgsql as $$
declare
  v_found text[];
begin
  perform be_quiet();
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
  perform speak_as_service();
  v_found := array(select distinct kind || ' ' || invariant from amity.verify() order by 1);
  raise sqlstate 'UNDO0' using message = v_found::text;
exception when sqlstate 'UNDO0' then
  return sqlerrm::text[];
end
$$;
select is(pg_temp.found_after(statement), '{labels type_is_the_owners}', statement)
from unnest(array[
  'update amity.labels set type_id = (select id from bens) where type_id is not null',
  'delete from amity.label_types where name = ''hers'''
]) as statement;
select is(
  pg_temp.found_after('insert into amity.blocks (blocker_id, blocked_id) values (tap.person(''ben''), tap.person(''ada''))'),
  '{blocks history_replays,labels not_about_a_blocker}', 'a note that would betray a block'
);

select * from finish();
rollback;
