-- superuser
-- A stage: who may use it, when it fits, and when it is gone.
begin;
select * from no_plan();

create table public.things (id integer primary key, name varchar(9) collate "C", note text);
create function pg_temp.started() returns uuid language sql as $$
  select (amity.start_sync_transfer(id, 'things', array[gen_random_uuid()], '[{"name": "id", "type": "integer"}]')).id
  from amity.sync_connections where name = 'A'
$$;
create function pg_temp.stages() returns bigint language sql as $$
  select count(*) from pg_class where relname ~ '^sync_stage_' and relkind = 'r'
$$;
alter default privileges grant all on tables to public, anon;

select speak_as_service();
select amity.approve_sync_connection(id) from amity.create_sync_connection('A', 'https://a.example', 'receiver');
update amity.sync_connections set writable_tables = '{things}';
create temporary table transfer as select pg_temp.started() as id;
grant select on transfer to public;
select ok(not amity.stage_sync_transfer(id), 'there is no stage yet') from transfer;
select ok(amity.stage_sync_transfer(id, '{name, id}'), 'it is made') from transfer;
select ok(amity.stage_sync_transfer(id, '{id, name}'), 'it is there') from transfer;
select ok(amity.stage_sync_transfer(id), 'whatever its columns') from transfer;
select ok(not amity.stage_sync_transfer(id, '{id, name, note}'), 'other columns do not fit') from transfer;
reset role;

create temporary table stage as
select oid::regclass as name, relpersistence, relacl from pg_class where relname = (select 'sync_stage_' || replace(id::text, '-', '') from transfer);
grant select on stage to public;
select is(relpersistence, 'u', 'it is not logged') from stage;
select results_eq(
  'select grantee::regrole::text, string_agg(privilege_type, $$ $$ order by privilege_type) from stage cross join aclexplode(relacl) where grantee <> grantor group by grantee',
  $$values ('service_role', 'DELETE INSERT SELECT')$$, 'only its caller may use it, whatever the host grants by default');
select results_eq('select format_type(atttypid, atttypmod), attcollation::regcollation::text from pg_attribute join stage on attrelid = stage.name where attnum > 0 order by attname',
  $$values ('integer', '-'), ('character varying(9)', '"C"')$$, 'it has the types of the table');

select speak_as_service();
select lives_ok(format('insert into %s (id) values (1)', name), 'a service writes it') from stage;
select ok(not amity.stage_sync_transfer(id), 'it does not fit with more than what arrived') from transfer;
select refused(format('select amity.move_sync_transfer(%L)', id), 'sync_invalid_transition', 'nor is it moved before the last page') from transfer;
select is((amity.advance_sync_transfer(id, '["1"]', failed => 1, staged => 1, is_staged => true)).staged_at is not null, true, 'all is staged') from transfer;
select ok(amity.stage_sync_transfer(id), 'then it does') from transfer;
select is((select reltuples from pg_class where oid = stage.name), 1::real, 'and is analyzed') from stage;
select refused(format('select amity.move_sync_transfer(%L, %s)', id, counts), 'sync_invalid_field', 'never ' || counts)
from transfer cross join unnest(array['-1', 'null', '0, -1', '0, 0, -1', '0, 0, 0, -1', '0, 0, 0, 0, -1']) as counts;
select refused(format('select amity.%s(%L)', act, gen_random_uuid()), 'sync_transfer_not_found', 'no other transfer') from unnest(array['move_sync_transfer', 'stage_sync_transfer']) as act;

select amity.suspend_sync_connection(id) from amity.sync_connections;
select refused(format('select amity.move_sync_transfer(%L)', id), 'sync_not_active', 'a suspended connection moves nothing') from transfer;
select amity.reactivate_sync_connection(id) from amity.sync_connections;
update amity.sync_connections set writable_tables = '{}';
select refused(format('select amity.move_sync_transfer(%L)', id), 'sync_table_not_writable', 'nor into a table that it may not write any more') from transfer;
update amity.sync_connections set writable_tables = '{things}';
reset role;
alter table public.things alter name type text;
select ok(not amity.stage_sync_transfer(id), 'a table that changed does not fit') from transfer;
alter table public.things alter name type varchar(9) collate "C";
select speak_as_service();
select ok(amity.stage_sync_transfer(id), 'and one that is as before does') from transfer;
select is((records_created, records_deleted, records_failed, status)::text, '(1,2,3,completed)', 'it is moved')
from transfer cross join amity.move_sync_transfer(id, created => 1, deleted => 2, failed => 2);
select is(pg_temp.stages(), 0::bigint, 'and the stage is gone');
select refused(format('select amity.stage_sync_transfer(%L)', id), 'sync_invalid_transition', 'for good') from transfer;

-- every other end
create temporary table ends as select * from (values
  ('select amity.cancel_sync_transfer(%L)'), ('select amity.fail_sync_transfer(%L, $$no$$)'),
  ('select amity.complete_sync_transfer(%L)'), ('select amity.restart_sync_table($$things$$)'),
  ('delete from amity.sync_connections')
) as ends (act);
create function pg_temp.ended(act text) returns bigint language plpgsql as $$
declare
  v_transfer uuid := pg_temp.started();
begin
  perform amity.stage_sync_transfer(v_transfer, '{id}');
  execute format(act, v_transfer);
  return pg_temp.stages();
end;
$$;
select is(pg_temp.ended(act), 0::bigint, act) from ends;

reset role;
create table amity_private.sync_stage_00000000000000000000000000000001 ();
create table amity_private.sync_stage_other ();
select is((select detail from amity.verify() where invariant = 'stages_have_transfers'),
  'amity_private.sync_stage_00000000000000000000000000000001', 'a stage that was left is found');
select is((select tidied from amity.tidy() where kind = 'sync_connections'), 1::bigint, 'and tidied up');
select is(pg_temp.stages(), 1::bigint, 'nothing else is');

select * from finish();
rollback;
