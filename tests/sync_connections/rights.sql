-- superuser
-- Services look after sync connections; another site may call six functions; other roles can do nothing.
begin;
select * from no_plan();

create temporary table ours as
select 'amity.' || relname as name from pg_class
where relnamespace = 'amity'::regnamespace and relname ~ '^sync_' and relkind in ('r', 'v')
union all select 'amity_private.sync_credentials' union all select 'amity_private.sync_connections_history';
grant select on ours to public;
create temporary table functions as
select p.oid, nspname || '.' || proname as name, p.proname, nspname from pg_proc as p join pg_namespace as n on n.oid = pronamespace
where nspname in ('amity', 'amity_private');

select is_empty(
  format('select name from ours where has_any_column_privilege(%L, name, ''select, insert, update'') or has_table_privilege(%1$L, name, ''delete, truncate'')', role),
  role || ' has no right to any of it')
from unnest(array['anon', 'authenticated', 'amity_receiver', 'amity_sync']) as role;
select is_empty(
  format('select name from functions where name ~ ''sync|client_ip|offer_table|withdraw_table'' and has_function_privilege(%L, oid, ''execute'')', role),
  role || ' can call nothing of it') from unnest(array['anon', 'authenticated']) as role;
select set_eq(
  $$select name from functions where has_function_privilege('amity_receiver', oid, 'execute')$$,
  (select array_agg(schema || '.sync_' || verb) from unnest(array['amity', 'amity_private']) as schema
    cross join unnest(array['announce', 'challenge', 'tables', 'request', 'checksum', 'pull', 'grant', 'read', 'settle']) as verb),
  'another site can call nine functions, and nothing else that is ours');
select ok(not has_schema_privilege('amity_receiver', 'amity_private', 'usage'), 'nor look into the private schema');
select set_eq(
  $$select name from functions where has_function_privilege('amity_sync', oid, 'execute')
    except values ('amity_private.read_rows'), ('amity_private.checksum_offered_rows')$$,
  array['amity_private.checksum_rows', 'amity_private.most_sync_rows', 'amity_private.sync_checksum_query', 'amity_private.sync_page_query', 'amity_private.sync_page_key', 'amity_private.sync_page_order', 'amity_private.sync_text_of', 'amity_private.describe_sync_columns', 'amity_private.require_service_caller'],
  'who reads can ask for the queries, and who called');
select ok(not has_schema_privilege(role, schema, 'create'), format('%s makes nothing in %s', role, schema))
from unnest(array['amity_sync', 'amity_receiver']) as role cross join unnest(array['amity', 'amity_private']) as schema;
select is((select array_agg(rolname) from pg_roles where rolname in ('amity_sync', 'amity_receiver') and (rolcanlogin or rolsuper or rolbypassrls)),
  null, 'neither role logs in or stands above anything');
select ok(not has_table_privilege('service_role', 'amity_private.sync_credentials', 'select, insert, update, delete'), 'a service sees no hash');

-- what a service cannot make up
select is_empty($$
  select attname from pg_attribute
  where attrelid = 'amity.sync_connections'::regclass and attnum > 0
    and attname ~ '^(id|downloads_used|records_downloaded|total_.*|last_.*|.*_at|direction|created_by)$' and attname <> 'expires_at'
    and has_column_privilege('service_role', attrelid, attnum, 'update')
$$, 'no counter, no date');
select is_empty($$
  select attname from pg_attribute
  where attrelid = 'amity.sync_connections'::regclass and attnum > 0
    and attname ~ '^(id|status|downloads_used|records_downloaded|total_.*|last_.*|.*_at|approved_by|suspended_.*|revoked_.*)$' and attname <> 'expires_at'
    and has_column_privilege('service_role', attrelid, attnum, 'insert') and attnotnull
$$, 'not on the way in either, but as null');
select set_eq($$
  select attname::text from pg_attribute
  where attrelid = 'amity.sync_transfers'::regclass and attnum > 0 and has_column_privilege('service_role', attrelid, attnum, 'update')
$$, array['status', 'approved_by', 'denied_by', 'denial_reason', 'error_message', 'metadata'], 'of a transfer, the answer');
select ok(not has_any_column_privilege('service_role', 'amity.sync_transfers', 'insert')
  and not has_table_privilege('service_role', 'amity.sync_transfers', 'delete'), 'transfers are made and kept by what happens');

-- and so it is
select amity.create_sync_connection('B', 'https://b.example');
select speak_as('ada');
select throws_ok('select * from ' || name, '42501', null, 'a person does not read ' || name) from ours;
select throws_ok($$select amity.create_sync_connection('C', 'https://c.example')$$, '42501', null, 'nor connect a site');
select throws_ok($$select amity.sync_pull('x', 'things')$$, '42501', null, 'nor pull');
select speak_as_anon();
select throws_ok('select * from ' || name, '42501', null, 'a signed-out caller does not read ' || name) from ours;
select throws_ok($$select amity.sync_pull('x', 'things')$$, '42501', null, 'nor pulls');
select be_quiet();
set local role amity_receiver;
select throws_ok('select * from ' || name, '42501', null, 'a receiving site does not read ' || name) from ours;
select throws_ok($$select amity.sync_authorize('x', 'things')$$, '42501', null, 'nor says where it comes from');
select throws_ok($$select amity.client_ip()$$, '42501', null, 'nor asks');
select throws_ok($$select * from amity.people$$, '42501', null, 'nor sees people');
reset role;
select speak_as_service();
select isnt_empty('select * from amity.sync_connections', 'a service sees it');
select throws_ok('select * from amity_private.sync_credentials', '42501', null, 'but not what guards it');
select throws_ok('update amity.sync_connections set downloads_used = 0', '42501', null, 'it counts nothing back');
select throws_ok(format('select amity.%s', call), '42501', null, 'nor ' || call)
from unnest(array['offer_table(''amity.people'')', 'withdraw_table(''amity.people'')']) as call;
select throws_ok($$select amity_private.read_rows('pg_authid'::regclass, null, 1, 1)$$, '42501', null, 'nor reads past it all');

select * from finish();
rollback;
