-- superuser
-- The queue: ask, approve or deny, in time; and an approval is good for one table, once through.
begin;
select * from no_plan();

create table public.things (id integer primary key);
insert into public.things select generate_series(1, 5);
create table public.others (id integer primary key);
select amity.offer_table('public.things'), amity.offer_table('public.others');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example');
create temporary table rival as select * from amity.create_sync_connection('C', 'https://c.example');
grant select on site, rival to public;
select amity.approve_sync_connection(id) from site union all select amity.approve_sync_connection(id) from rival;
update amity.sync_connections set rate_limit_requests_per_minute = 1000;
select set_config('request.headers', '{"user-agent": "amity/1\u0007.0"}', true);

set local role amity_receiver;
select is((select slug from amity.sync_pull(token, 'things')), 'sync_approval_required', 'nothing without an approval') from site;
create temporary table asked as select reply.* from site cross join amity.sync_request(token, 'Things') as reply;
grant select on asked to public;
select is((allowed, rows_granted)::text, '(t,)', 'it is asked for') from asked;
select is((select transfer_id from amity.sync_request(token, 'public.things')), (select transfer_id from asked), 'asking again is the same') from site;
select isnt((select transfer_id from amity.sync_request(token, 'public.things')), (select transfer_id from asked), 'for another site it is another') from rival;
select is((select slug from amity.sync_request(token, name)), 'sync_table_not_allowed', 'not for ' || name)
from site cross join unnest(array['nothing', 'amity.people', 'pg_authid', 'x; drop table things']) as name;
select is((select slug from amity.sync_pull(token, 'things', transfer => asked.transfer_id)), 'sync_approval_pending', 'it waits') from site, asked;
reset role;
update amity.sync_connections set allowed_tables = '{others}' from rival where sync_connections.id = rival.id;
select is((select (slug, transfer_id)::text from amity.sync_request(token, 'things')), '(sync_table_not_allowed,)', 'a table that this site does not get is not asked for')
from rival;
select is((select allowed from amity.sync_request(token, 'others')), true, 'another one is') from rival;
update amity.sync_connections set allowed_tables = '{}' from rival where sync_connections.id = rival.id;
delete from amity.sync_transfers where table_name = 'public.others';
select is((status, requires_approval, approval_expires_at - created_at > interval '23:59', approval_expires_at - created_at <= interval '24:00:01',
  requester_user_agent, records_transferred)::text, '(pending_approval,t,t,t,amity/1.0,0)', 'for a day')
from amity.sync_transfers, asked where id = transfer_id;

-- the wrong transfer is none
select is((select slug from amity.sync_pull(token, 'things', transfer => transfer)), 'sync_approval_required', 'not with ' || what)
from site cross join lateral (
  values (gen_random_uuid(), 'a made up transfer'), ((select id from amity.sync_transfers, asked where id <> transfer_id), 'a transfer of another site')
) as cases (transfer, what);

-- approved, once
select speak_as_service();
select is((select (status, approved_by, approved_at is not null)::text from amity.approve_sync_transfer(transfer_id, person('ada'))),
  (('approved', person('ada'), true)::text), 'a service approves') from asked;
select refused(format('select amity.%s(%L)', verb, transfer_id), 'sync_invalid_transition', verb || ' comes too late')
from asked cross join unnest(array['approve_sync_transfer', 'deny_sync_transfer', 'complete_sync_transfer']) as verb;
select refused(format('select amity.%s_sync_transfer(%L)', verb, gen_random_uuid()), 'sync_transfer_not_found', verb || ' of nothing')
from unnest(array['approve', 'deny', 'cancel', 'complete']) as verb;
select refused(format('select amity.fail_sync_transfer(%L, %L)', gen_random_uuid(), 'x'), 'sync_transfer_not_found', 'fail of nothing');
select be_quiet();
select is((select transfer_id from amity.sync_request(token, 'things')), (select transfer_id from asked), 'approved, it is still the same') from site;
select is((select slug from amity.sync_pull(token, 'others', transfer => asked.transfer_id)), 'sync_approval_required', 'for its own table only') from site, asked;
select is((select slug from amity.sync_pull(token, 'things', transfer => asked.transfer_id)), 'sync_approval_required', 'for its own site only') from rival, asked;
select is((select (record_count, is_last)::text from amity.sync_pull(token, 'things', null, 2, null, asked.transfer_id)), '(2,f)', 'then it flows') from site, asked;
select is((select (record_count, is_last)::text from amity.sync_pull(token, 'things', '["2"]', 2, null, asked.transfer_id)), '(2,f)', 'on') from site, asked;
select is((select (record_count, is_last)::text from amity.sync_pull(token, 'things', '["4"]', 3, null, asked.transfer_id)), '(1,t)', 'to the end') from site, asked;
select is((select slug from amity.sync_pull(token, 'things', null, 3, null, asked.transfer_id)), 'sync_invalid_position', 'but not from the start again') from site, asked;
select is((status, records_transferred, started_at is not null, completed_at is not null)::text, '(completed,5,t,t)', 'it is complete')
from amity.sync_transfers, asked where id = transfer_id;
select isnt((select transfer_id from amity.sync_request(token, 'things')), (select transfer_id from asked), 'the next time is another') from site;
update amity.settings set value = '-0 seconds' where name = 'sync_approval_ttl';
select is((select slug from amity.sync_pull(token, 'things', '["3"]', 3, null, asked.transfer_id)), 'sync_transfer_over', 'and its last page is not for ever') from site, asked;
update amity.settings set value = '24 hours' where name = 'sync_approval_ttl';

-- denied
create temporary table denied as select (amity.sync_request(token, 'others')).transfer_id from site;
select is((select (status, denial_reason, denied_by, completed_at is not null)::text from amity.deny_sync_transfer(transfer_id, 'Not this one', person('ben'))),
  ('denied', 'Not this one', person('ben'), true)::text, 'a service denies, with a reason') from denied;
select is((select slug from amity.sync_pull(token, 'others', transfer => denied.transfer_id)), 'sync_approval_denied', 'and it is told so') from site, denied;
select isnt((select transfer_id from amity.sync_request(token, 'others')), (select transfer_id from denied), 'it may ask anew') from site;
select refused(format('select amity.deny_sync_transfer(%L, repeat(%L, 501))', id, 'x'), 'text_too_long', 'a reason is short')
from amity.sync_transfers where status = 'pending_approval' limit 1;

-- too late
update amity.sync_transfers set status = 'cancelled' where status = 'pending_approval';
create temporary table late as select (amity.sync_request(token, 'others')).transfer_id from site;
update amity.sync_transfers set approval_expires_at = now() - interval '1 second' where status = 'pending_approval';
select refused(format('select amity.approve_sync_transfer(%L)', transfer_id), 'sync_approval_expired', 'it cannot be approved any more') from late;
select is((select slug from amity.sync_pull(token, 'others', transfer => late.transfer_id)), 'sync_approval_expired', 'and the receiving site is told') from site, late;
select is(status::text, 'expired', 'which is its status now') from amity.sync_transfers, late where id = transfer_id;
select is((select slug from amity.sync_pull(token, 'others', transfer => late.transfer_id)), 'sync_approval_expired', 'told again') from site, late;
update amity.settings set value = null where name = 'sync_approval_ttl';
create temporary table patient as select (amity.sync_request(token, 'others')).transfer_id from site;
select is((status::text, approval_expires_at)::text, '(pending_approval,)', 'or it waits for ever') from amity.sync_transfers, patient where id = transfer_id;
update amity.settings set value = '24 hours' where name = 'sync_approval_ttl';

-- modes
update amity.sync_connections set approval_mode = 'per_table', auto_approve_tables = '{things}';
select is((select allowed from amity.sync_pull(token, 'things')), true, 'a table that needs none') from site;
select is((select slug from amity.sync_pull(token, 'others')), 'sync_approval_required', 'beside one that does') from site;
select is((select slug from amity.sync_pull(token, 'things', transfer => gen_random_uuid())), 'sync_approval_required', 'a made up transfer is none here either') from site;
create temporary table free as select page.transfer_id from site cross join amity.sync_pull(token, 'things', max_rows => 1) as page;
create temporary table needless as select (amity.sync_request(token, 'things')).transfer_id from site;
select is(status::text, 'pending', 'asked for without need, it may begin') from amity.sync_transfers, needless where id = transfer_id;
select is((select allowed from amity.sync_pull(token, 'things', transfer => needless.transfer_id)), true, 'and does') from site, needless;
create temporary table dropped as select page.transfer_id from site cross join amity.sync_pull(token, 'things', max_rows => 1) as page;
update amity.sync_transfers set status = 'cancelled' from dropped where id = transfer_id;
select is((select slug from amity.sync_pull(token, 'things', '["1"]', transfer => dropped.transfer_id)), 'sync_transfer_over', 'until it is cancelled') from site, dropped;
update amity.sync_connections set approval_mode = 'require_approval';
select is((select slug from amity.sync_pull(token, 'things', '["1"]', transfer => free.transfer_id)), 'sync_approval_required', 'what began without one goes no further') from site, free;

-- by hand
select speak_as_service();
select refused(format('update amity.sync_transfers set status = %L where id = %L', status, id), 'sync_invalid_transition', 'not to ' || status)
from (select id from amity.sync_transfers where status = 'pending_approval' limit 1) as waiting
cross join unnest(array['pending', 'in_progress', 'completed', 'failed']) as status;
select lives_ok(format('update amity.sync_transfers set status = %L, denied_by = %L, denial_reason = %L where id = %L', 'denied', person('ada'), 'by hand', id), 'a plain update denies')
from (select id from amity.sync_transfers where status = 'pending_approval' limit 1) as waiting;
select refused(format('update amity.sync_transfers set %s where denial_reason = %L', what, 'by hand'), 'sync_field_fixed', 'once: ' || what)
from unnest(array['denied_by = null', $$denial_reason = 'another'$$, 'approved_by = denied_by']) as what;
select is(denied_by, person('ada'), 'and says who') from amity.sync_transfers where denial_reason = 'by hand';
select be_quiet();
select refused('update amity.sync_transfers set ' || what, 'sync_field_fixed', what)
from unnest(array['id = gen_random_uuid()', $$direction = 'receive'$$, $$table_name = 'public.x'$$, 'requires_approval = not requires_approval']) as what;
select refused(format('update amity.sync_transfers set sync_connection_id = %L where id = %L', rival.id, asked.transfer_id), 'sync_field_fixed', 'nor whose it is') from rival, asked;
select refused('truncate amity.sync_transfers', 'truncate_unsupported', 'nor are all of them gone at once');
delete from amity.sync_connections;
select is(count(*), 0::bigint, 'only forgetting the site takes it away') from amity.sync_transfers where sync_connection_id is not null;
select isnt_empty('select from amity.sync_transfers', 'and what went through stays');
select is_empty('select * from amity.verify()', 'all is as it should be');

select * from finish();
rollback;
