-- Limits that are reached exactly, the last batch, and a service that sends by itself.
begin;
select * from no_plan();

create table public.things (id integer primary key);
insert into public.things select generate_series(1, 30);
select amity.offer_table('public.things');
create temporary table site as
select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve', max_downloads => 3, max_records_total => 25);
grant select on site to public;
select amity.approve_sync_connection(id) from site;

select is((select record_count from amity.sync_pull(token, 'things', max_rows => 10)), 10, 'as many as were asked for') from site;
update amity.sync_connections set max_records_per_request = 12;
select is((select record_count from amity.sync_pull(token, 'things', max_rows => 100)), 12, 'no more than a request has') from site;
select is((select (record_count, is_last, jsonb_array_length(records::jsonb))::text from amity.sync_pull(token, 'things')), '(3,f,3)', 'no more than are left') from site;
select is((select slug from amity.sync_pull(token, 'things')), 'sync_download_limit_reached', 'then there is nothing, downloads first') from site;
select is((select (downloads_used, records_downloaded, status)::text from amity.sync_connections), '(3,25,expired)', 'exactly the limits');
select amity.renew_sync_connection(id, max_downloads => 100, max_records_total => 26) from site;
select is((select record_count from amity.sync_pull(token, 'things')), 1, 'one more, renewed') from site;
select is((select slug from amity.sync_pull(token, 'things')), 'sync_record_limit_reached', 'and no further') from site;
select amity.renew_sync_connection(id, max_records_total => 1000) from site;

-- asked for none or fewer, it is one
select is((select record_count from amity.sync_pull(token, 'things', max_rows => asked)), 1, format('asked for %s', asked))
from site cross join unnest(array[0, -1, -2147483648]) as asked;

-- the end itself is not past it
update amity.sync_connections set expires_at = clock_timestamp() + interval '1 hour', max_records_total = 100, max_downloads = 8;
select is((amity.sync_pull(token, 'things')).allowed, true, 'before the end') from site;
select results_eq('select name from amity.sync_expiring_soon()', 'values (''B'')', 'which is near');
select is_empty($$select from amity.sync_expiring_soon('59 minutes')$$, 'but not that near');
select is(amity.expire_sync_connections(), 1::bigint, 'its downloads are used up, which anybody may say') from site;
select is(status::text, 'expired', 'in its status') from amity.sync_connections;
select is(amity.expire_sync_connections(), 0::bigint, 'once');
select is_empty($$select from amity.sync_expiring_soon('1 day')$$, 'it has expired, and does not soon');

-- a service that sends by itself
select amity.renew_sync_connection(id, max_records_total => 110, max_downloads => 50) from site;
update amity.sync_connections set downloads_used = 0, records_downloaded = 100;
select speak_as_service();
create temporary table answers as select reply.* from site cross join lateral amity.sync_authorize(token, 'whatever.it_has', 7, null, '10.0.0.1') as reply;
select is((allowed, rows_granted, sync_connection_id)::text, format('(t,7,%s)', (select id from site)), 'is told how many') from answers;
select is((select rows_granted from amity.sync_authorize(token, 'whatever.it_has', 7, null, null, transfer_id)), 3, 'and goes on with the same transfer') from site, answers;
select is((select (status, records_transferred, records_requested, requester_ip, table_name)::text from amity.sync_transfers where id = transfer_id),
  '(in_progress,10,10,10.0.0.1,whatever.it_has)', 'which counts') from answers;
select is((amity.complete_sync_transfer(transfer_id)).status::text, 'completed', 'until it says that this was all') from answers;
select is((select slug from amity.sync_authorize(token, 'whatever.it_has')), 'sync_record_limit_reached', 'within the same limits') from site;
select is((select slug from amity.sync_authorize(token, 'no table')), 'sync_not_active', 'and after the same checks') from site;
select be_quiet();
select amity.renew_sync_connection(id, max_records_total => 1000) from site;
select is((select slug from amity.sync_authorize(token, 'no table')), 'sync_table_not_allowed', 'of what is a name') from site;
select is_empty('select * from amity.verify()', 'and all is as it should be');

select * from finish();
rollback;
