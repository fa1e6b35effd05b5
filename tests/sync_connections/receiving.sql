-- The receiving side: what arrived, and where to go on from.
begin;
select * from no_plan();

create table public.things (id integer primary key);
create temporary table told as select array[gen_random_uuid()] as sites, '[{"name": "id", "type": "integer"}]'::jsonb as key;
grant select on told to public;

select speak_as_service();
create temporary table site as select id from amity.create_sync_connection('A', 'https://a.example', 'receiver');
create temporary table sender as select id from amity.create_sync_connection('B', 'https://b.example');
update amity.sync_connections set writable_tables = '{things}' where direction = 'receiver';
select refused(format('select amity.start_sync_transfer(%L, %L, %L, %L)', id, 'things', sites, key), 'sync_not_active', 'not before it is approved') from site, told;
select amity.approve_sync_connection(id) from site union all select amity.approve_sync_connection(id) from sender;
select refused(format('select amity.start_sync_transfer(%L, %L, %L, %L)', id, 'things', sites, key), 'sync_wrong_direction', 'nothing is received from where it is sent to') from sender, told;
select refused(format('select amity.start_sync_transfer(%L, %L, %L, %L)', gen_random_uuid(), 'things', sites, key), 'sync_connection_not_found', 'nor from nowhere') from told;
select refused(format('select amity.start_sync_transfer(%L, %L, %L, %L)', id, name, sites, key), 'sync_invalid_field', 'nor ' || coalesce(name, 'nothing'))
from site cross join told cross join unnest(array['a b', '', null, 'x; drop table y']) as name;

create temporary table transfer as select begun.* from site cross join told cross join amity.start_sync_transfer(id, 'Things', sites, key, actor => person('ada')) as begun;
select is((direction, remote_site_url, table_name, status, conflict_strategy, initiated_by, started_at is not null)::text,
  ('receive', 'https://a.example', 'public.things', 'in_progress', 'skip', person('ada'), true)::text, 'it begins') from transfer;
select is((amity.start_sync_transfer(id, 'things', sites, key, 'merge')).conflict_strategy::text, 'merge', 'with a strategy of its own') from site, told;

create temporary table remote as select gen_random_uuid() as id;
select is(
  (select (records_transferred, records_created, records_updated, records_skipped, records_failed, bytes_transferred, reached, remote_transfer_id)::text
    from amity.advance_sync_transfer(transfer.id, '["10"]', 4, 3, 2, 1, 99, remote.id)),
  (10, 4, 3, 2, 1, 99, '["10"]'::jsonb, remote.id)::text, 'a page is counted') from transfer, remote;
select is((select (records_transferred, reached, remote_transfer_id)::text from amity.advance_sync_transfer(transfer.id, '["15"]', created => 5)),
  (15, '["15"]'::jsonb, remote.id)::text, 'and the next one added') from transfer, remote;
select is((select (total_transfers, total_records_transferred, total_bytes_transferred, last_transfer_at is not null)::text from amity.sync_connections where id = site.id),
  '(2,15,99,t)', 'for the connection as well') from site;
select refused(format('select amity.advance_sync_transfer(%L, null, %s)', id, counts), 'sync_invalid_field', 'never ' || counts)
from transfer cross join unnest(array['-1', 'null', '0, -1', '0, 0, 0, -1', '0, 0, 0, 0, -1', '5, -1', '0, 0, 0, 0, null', '1, 9223372036854775807']) as counts;
select refused(format('select amity.advance_sync_transfer(%L, null)', gen_random_uuid()), 'sync_transfer_not_found', 'nor of nothing');

-- how much it takes in all, this side says
update amity.sync_connections set max_records_total = 16 where id = (select id from site);
select refused(format('select amity.advance_sync_transfer(%L, null, %s)', id, counts), 'sync_record_limit_reached', 'no more than it takes: ' || counts)
from transfer cross join unnest(array['2', '0, 0, 2', '0, 0, 0, 2', 'staged => 2']) as counts;
select is((select (is_active, records_left)::text from amity.sync_connection_state((select id from site))), '(t,1)', 'one more is left');

select amity.suspend_sync_connection(id) from site;
select lives_ok(format('select amity.advance_sync_transfer(%L, %L, 1)', id, '["16"]'), 'what arrived is counted, also when it was suspended') from transfer;
select is((amity.complete_sync_transfer(id)).status::text, 'completed', 'to the end') from transfer;
select refused(format('select amity.advance_sync_transfer(%L, null, 1)', id), 'sync_invalid_transition', 'after which nothing is added') from transfer;
select is((select (status, error_message)::text from amity.fail_sync_transfer(id, 'No more room')), '(failed,"No more room")', 'or it fails, and says why')
from amity.sync_transfers where status = 'in_progress';
select results_eq('select table_name, transfers, completed, failed, records, bytes from amity.sync_transfer_stats',
  $$values ('public.things', 2::bigint, 1::bigint, 1::bigint, 16::bigint, 99::bigint)$$, 'in all');

select be_quiet();
select is_empty('select * from amity.verify()', 'all is as it should be');
insert into amity.sync_transfers (direction, remote_site_url, table_name) values ('send', 'https://b.example', 'public.things');
select refused(format('select amity.advance_sync_transfer(%L, null, 1)', id), 'sync_wrong_direction', 'what is sent is counted where it is read')
from amity.sync_transfers where direction = 'send';

select * from finish();
rollback;
