-- What is to be pulled by itself, and when.
begin;
select plan(11);

create table public.things (id integer primary key);
select speak_as_service();
insert into amity.sync_connections (name, direction, site_url, auto_sync_enabled, auto_sync_tables, default_conflict_strategy, writable_tables)
values ('A', 'receiver', 'https://a.example', true, '{things,sales.others}', 'overwrite', '{things}');
select is_empty('select * from amity.sync_due()', 'nothing before it is approved');
select amity.approve_sync_connection(id) from amity.sync_connections;
select results_eq('select name, site_url, table_name, conflict_strategy::text from amity.sync_due()',
  $$values ('A', 'https://a.example', 'public.things', 'overwrite'), ('A', 'https://a.example', 'sales.others', 'overwrite')$$, 'then every table');
create temporary table begun as select (amity.start_sync_transfer(id, 'things', array[gen_random_uuid()], '[{"name": "id", "type": "integer"}]')).id from amity.sync_connections;
select results_eq('select table_name from amity.sync_due()', array['sales.others'], 'not what has just begun');
select amity.fail_sync_transfer(id, 'x') from begun;
select results_eq('select table_name from amity.sync_due()', array['sales.others'], 'even if it failed: the next time is soon enough');

select be_quiet();
update amity.sync_transfers set created_at = now() - interval '60 minutes';
select set_eq('select table_name from amity.sync_due()', array['sales.others', 'public.things'], 'an hour later, again');
update amity.sync_connections set auto_sync_interval_minutes = 120;
select results_eq('select table_name from amity.sync_due()', array['sales.others'], 'not before its interval');
update amity.sync_connections set auto_sync_tables = '{}';
select is_empty('select * from amity.sync_due()', 'no table, nothing to do');
update amity.sync_connections set auto_sync_tables = '{others}', auto_sync_enabled = false;
select is_empty('select * from amity.sync_due()', 'nor switched off');
update amity.sync_connections set auto_sync_enabled = true;
select is(count(*), 1::bigint, 'switched on') from amity.sync_due();
update amity.sync_connections set status = 'suspended';
select is_empty('select * from amity.sync_due()', 'nor suspended');
update amity.sync_connections set status = 'revoked';
select is_empty('select * from amity.sync_due()', 'nor revoked');

select * from finish();
rollback;
