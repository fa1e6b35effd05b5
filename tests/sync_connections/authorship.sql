-- Who acted and why comes from the act itself: no column can be written ahead of it, or afterwards.
begin;
select * from no_plan();

create temporary table sites as
select name, (amity.create_sync_connection(name, 'https://' || name || '.example')).id
from unnest(array['pending', 'active', 'suspended', 'revoked', 'expired']) as name;
grant select on sites to public;
select amity.approve_sync_connection(id, person('ada')) from sites where name in ('active', 'suspended', 'revoked', 'expired');
select amity.suspend_sync_connection(id, 'audit', person('ada')) from sites where name = 'suspended';
select amity.revoke_sync_connection(id, 'over', person('ada')) from sites where name = 'revoked';
update amity.sync_connections set status = 'expired' where name = 'expired';

-- every column that says who, why or when, on a connection in every status, under a grant too many
grant all on amity.sync_connections, amity.sync_transfers to service_role;
create temporary table stamps as
select attname, case when atttypid = 'uuid'::regtype then $$'12121212-1212-4212-8212-121212121212'$$
    when atttypid = 'text'::regtype then $$'forged'$$ else $$'2001-01-01'$$ end as forged
from pg_attribute
where attrelid = 'amity.sync_connections'::regclass and attname ~ '_(by|reason|at)$'
  and attname not in ('expires_at', 'updated_at');
grant select on stamps to public;
select speak_as_service();
select refused(format('update amity.sync_connections set %I = %s where name = %L', attname, value, name),
  'sync_field_fixed', format('%s of what is %s cannot become %s', attname, name, value))
from sites cross join stamps cross join lateral (values (forged), ('null')) as written (value)
join lateral (
  select to_jsonb(live) ->> attname as present from amity.sync_connections as live where live.name = sites.name
) as before on present is distinct from case when value <> 'null' then trim(value, $$'$$) end;
select refused(format('update amity.sync_connections set status = status, suspended_by = %L where name = %L', person('ben'), name),
  'sync_field_fixed', 'nor beside a status that stays ' || name) from sites;
select refused(format('update amity.sync_connections set %s where name = %L', what, name), 'sync_field_fixed', what || ' of what is ' || name)
from (values
  ('pending', $$status = 'active', suspended_by = gen_random_uuid()$$), ('pending', $$status = 'active', revoked_reason = 'x'$$),
  ('active', $$status = 'suspended', approved_by = gen_random_uuid()$$), ('active', $$status = 'suspended', revoked_by = gen_random_uuid()$$),
  ('suspended', $$status = 'revoked', suspended_reason = 'other'$$), ('suspended', $$status = 'active', approved_by = gen_random_uuid()$$),
  ('suspended', $$status = 'active', suspended_reason = 'x'$$), ('expired', $$status = 'active', approved_by = null$$)
) as mixed (name, what);
select refused(
  format('insert into amity.sync_connections (name, direction, site_url, %I) values (''x'', ''sender'', ''https://x.example'', %s)', attname, forged),
  'sync_invalid_field', attname || ' does not begin written')
from stamps where attname not in ('created_by', 'created_at');
insert into amity.sync_connections (name, direction, site_url, created_at) values ('x', 'sender', 'https://x.example', '2001-01-01');
select is_empty($$select from amity.sync_connections where created_at < now()$$, 'nor is it as old as a service says');
delete from amity.sync_connections where name = 'x';
select refused(format('insert into amity.sync_connections (name, direction, site_url, %I) values (''x'', ''sender'', ''https://x.example'', 5)', counter),
  'sync_invalid_field', 'nor does it begin with ' || counter)
from unnest(array['downloads_used', 'records_downloaded', 'total_transfers', 'total_records_transferred', 'total_bytes_transferred']) as counter;
select refused(format('update amity.sync_connections set %I = 5', counter), 'sync_field_fixed', counter || ' is counted, never written')
from unnest(array['downloads_used', 'records_downloaded', 'total_transfers', 'total_records_transferred', 'total_bytes_transferred']) as counter;

-- in one statement with the act, they are the act's
update amity.sync_connections set status = 'suspended', suspended_by = person('ben'), suspended_reason = 'by hand' where name = 'active';
update amity.sync_connections set status = 'active', approved_by = person('carl') where name = 'pending';
update amity.sync_connections set status = 'revoked', revoked_by = person('dora'), revoked_reason = 'gone' where name = 'suspended';
-- who did the last one is not carried over to the next
select amity.reactivate_sync_connection(id, person('dora')) from sites where name = 'active';
update amity.sync_connections set status = 'suspended' where name = 'active';
select results_eq(
  $$select distinct on (name) name, action::text, done_by, reason from amity.sync_connections_history
    where name not in ('revoked', 'x') order by name, occurred_at desc$$,
  $$values ('active', 'suspended', null::uuid, null::text), ('expired', 'expired', null, null),
    ('pending', 'approved', person('carl'), null), ('suspended', 'revoked', person('dora'), 'gone')$$,
  'the history says what the act said');
select results_eq(
  'select name, approved_by, suspended_by, suspended_reason, revoked_by, revoked_reason from amity.sync_connections order by name',
  $$values ('active', person('ada'), null::uuid, null::text, null::uuid, null::text), ('expired', person('ada'), null, null, null, null),
    ('pending', person('carl'), null, null, null, null), ('revoked', person('ada'), null, null, person('ada'), 'over'),
    ('suspended', person('ada'), person('ada'), 'audit', person('dora'), 'gone')$$, 'and so does the row');

-- who renews is told, whatever the status is and whatever is renewed: one entry an act
select be_quiet();
create temporary table until as select max(entry) as entry from amity_private.sync_connections_history;
grant select on until to public;
select speak_as_service();
select amity.renew_sync_connection(id, now() + interval '1 day', 5, actor => person('ben')) from sites where name = 'expired';
select amity.renew_sync_connection(id, now() + interval '2 days', actor => person('carl')) from sites where name = 'active';
select amity.renew_sync_connection(id, now() + interval '2 days', actor => person('dora')) from sites where name = 'active';
select be_quiet();
select results_eq(
  'select name, action::text, actor_id, changed, cause::text from amity_private.sync_connections_history natural left join until
    where entry > (select entry from until) order by entry',
  $$values ('expired', 'renewed', person('ben'), '{expires_at,max_downloads}'::text[], 'user'),
    ('active', 'changed', person('carl'), '{expires_at}', 'user')$$,
  'and nothing, where nothing changed');
create temporary table late as select id from amity.create_sync_connection('late', 'https://late.example');
update amity.sync_connections set status = 'expired' where name = 'late';
select is((amity.renew_sync_connection(id, now() + interval '1 day', actor => person('ben'))).approved_by, person('ben'),
  'what ran out before it was approved is approved by the person who renews it') from late;

-- a transfer: the same
create temporary table waiting as
with made as (
  insert into amity.sync_transfers (direction, remote_site_url, table_name, status, requires_approval, approval_expires_at)
  select 'send', 'https://b.example', 'public.t' || n, 'pending_approval', true, now() + interval '1 day'
  from generate_series(1, 3) as n returning id, table_name
) select * from made;
grant select on waiting to public;
select speak_as_service();
select refused(format('update amity.sync_transfers set %s where table_name = ''public.t1''', what), 'sync_field_fixed', what || ' before the answer')
from unnest(array['approved_by = gen_random_uuid()', 'denied_by = gen_random_uuid()', $$denial_reason = 'x'$$, 'approved_at = now()', 'denied_at = now()',
  'completed_at = now()', 'started_at = now()', $$created_at = '2001-01-01'$$, 'initiated_by = gen_random_uuid()',
  $$status = 'approved', denied_by = gen_random_uuid()$$, $$status = 'cancelled', approved_by = gen_random_uuid()$$]) as what;
update amity.sync_transfers set status = 'approved', approved_by = person('ada') where table_name = 'public.t1';
select amity.deny_sync_transfer(id, 'no', person('ben')) from waiting where table_name = 'public.t2';
select results_eq('select table_name, approved_by, denied_by, denial_reason from amity.sync_transfers order by table_name',
  $$values ('public.t1', person('ada'), null::uuid, null::text), ('public.t2', null, person('ben'), 'no'), ('public.t3', null, null, null)$$,
  'in one statement with the answer, they are the answer''s');
select refused(format('update amity.sync_transfers set %s', what), 'sync_field_fixed', what || ' after the answer')
from unnest(array['approved_by = gen_random_uuid()', 'denied_by = gen_random_uuid()', $$denial_reason = 'x'$$]) as what;

-- a forgotten person is named no more, and no other person is put in their place
select be_quiet();
delete from amity.people where id = person('ada');
select speak_as_service();
select refused(format('update amity.sync_connections set %s where name = ''suspended''', what), 'sync_field_fixed', what || ' where that one has left')
from unnest(array['approved_by = gen_random_uuid()', 'suspended_by = null', 'created_by = gen_random_uuid()']) as what;
select lives_ok(format('select amity.forget_person(%L)', person(name)), name || ' is forgotten') from unnest(array['ada', 'ben', 'dora']) as name;
select be_quiet();
select is_empty(
  format('select from amity.%I as kept where kept::text ~ any (array[%L, %L, %L])', kept, person('ada'), person('ben'), person('dora')),
  'and named no more in ' || kept) from unnest(array['sync_connections', 'sync_transfers', 'sync_connections_history']) as kept;
select is_empty('select * from amity.verify()', 'the history replays');

select * from finish();
rollback;
