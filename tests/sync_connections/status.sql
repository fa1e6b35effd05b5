-- From which status to which: by the verb, by a plain update, and never otherwise.
begin;
select * from no_plan();

create temporary table sites as
select status, (amity.create_sync_connection(status::text, 'https://' || status || '.example')).id
from unnest(enum_range(null::amity.sync_status)) as status;
grant select on sites to public;
-- each is brought where it is to be
select amity.approve_sync_connection(id) from sites where status in ('active', 'suspended');
select amity.suspend_sync_connection(id, 'audit') from sites where status = 'suspended';
select amity.revoke_sync_connection(id) from sites where status = 'revoked';
update amity.sync_connections set status = 'expired' where name = 'expired';
select results_eq(
  'select status::text from sites natural join amity.sync_connections as live order by live.status',
  'select unnest(enum_range(null::amity.sync_status))::text', 'one of each'
);

-- what is refused leaves nothing behind, and what is allowed is taken back: each starts from the same
create function pg_temp.becomes(statement text) returns text language plpgsql as $$
declare
  v_slug text;
begin
  begin
    execute statement;
    raise exception using errcode = 'PT200', detail = 'done';
  exception when others then
    get stacked diagnostics v_slug = pg_exception_detail; end;
  return v_slug;
end $$;
create temporary table allowed (from_status amity.sync_status, to_status amity.sync_status);
insert into allowed values
  ('pending', 'active'), ('pending', 'revoked'), ('pending', 'expired'),
  ('active', 'suspended'), ('active', 'revoked'), ('active', 'expired'),
  ('suspended', 'active'), ('suspended', 'revoked'),
  ('expired', 'active'), ('expired', 'revoked');
grant select on allowed to public;

select speak_as_service();
select is(
  pg_temp.becomes(format('update amity.sync_connections set status = %L where id = %L', to_status, id)),
  case when status = to_status or (status, to_status) in (select * from allowed) then 'done' else 'sync_invalid_transition' end,
  format('a plain update from %s to %s', status, to_status)
)
from sites cross join unnest(enum_range(null::amity.sync_status)) as to_status;
select is(
  pg_temp.becomes(format('update amity.sync_connections set status = null where id = %L', id)), 'sync_invalid_transition',
  'to nothing from ' || status
) from sites;

select is(
  pg_temp.becomes(format('select amity.%s_sync_connection(%L)', verb, id)),
  case when status = any (from_status::amity.sync_status[]) then 'done' else 'sync_invalid_transition' end,
  format('%s what is %s', verb, status)
)
from sites cross join (values
  ('approve', '{pending}'), ('suspend', '{active}'), ('reactivate', '{suspended}'),
  ('revoke', '{pending,active,suspended,expired}'), ('renew', '{pending,active,suspended,expired}')
) as verbs (verb, from_status);
select refused(format('select amity.%s(%L)', verb, gen_random_uuid()), 'sync_connection_not_found', verb || ' of nothing')
from unnest(array['approve_sync_connection', 'suspend_sync_connection', 'reactivate_sync_connection',
  'revoke_sync_connection', 'renew_sync_connection', 'rotate_sync_token']) as verb;

-- nor can the owner of everything skip it
select be_quiet();
select refused($$update amity.sync_connections set status = 'active' where name = 'revoked'$$, 'sync_invalid_transition', 'revoked is final');
select refused($$insert into amity.sync_connections (name, direction, site_url, status) values ('x', 'sender', 'https://x', 'active')$$,
  'sync_invalid_field', 'and nothing begins approved');

-- what has run out is not begun: it is renewed
select speak_as_service();
update amity.sync_connections set expires_at = now() - interval '1 second';
select refused(format('select amity.%s(%L)', verb, id), 'sync_used_up', verb || ' past the end')
from sites join (values ('pending', 'approve_sync_connection'), ('suspended', 'reactivate_sync_connection'),
  ('expired', 'renew_sync_connection'), ('active', 'renew_sync_connection')) as verbs (name, verb) on verbs.name = status::text;
select is((amity.renew_sync_connection(id, now() + interval '1 day')).status::text, 'active', 'a later end renews')
from sites where status = 'expired';
update amity.sync_connections set max_downloads = 0, expires_at = null, status = 'expired' where name = 'expired';
select refused(format('select amity.renew_sync_connection(%L, now() + interval ''1 day'')', id), 'sync_used_up', 'not without downloads')
from sites where status = 'expired';
select is(
  (select (status, max_downloads, max_records_total)::text from amity.renew_sync_connection(id, max_downloads => 5, max_records_total => 7)),
  '(active,5,7)', 'higher limits renew')
from sites where status = 'expired';
select is((amity.renew_sync_connection(id, now() + interval '1 day')).status::text, 'suspended', 'what is suspended stays it')
from sites where status = 'suspended';

-- no way lifts a suspension but reactivating: not running out, not tidying, not renewing
update amity.sync_connections set expires_at = now() - interval '1 second' where name = 'suspended';
select lives_ok('select amity.expire_sync_connections()', 'what has run out is told');
select be_quiet();
select lives_ok('select amity.tidy()', 'and tidied');
select speak_as_service();
select refused($$update amity.sync_connections set status = 'expired' where name = 'suspended'$$, 'sync_invalid_transition', 'a suspension does not expire');
select is((select (status, suspended_at is not null, suspended_reason)::text from amity.sync_connections where name = 'suspended'),
  '(suspended,t,audit)', 'it is suspended, and says why');
select refused(format('select amity.reactivate_sync_connection(%L)', id), 'sync_used_up', 'what is past its end is not reactivated')
from sites where status = 'suspended';
select is((select (status, suspended_reason)::text from amity.renew_sync_connection(id, now() + interval '1 day')), '(suspended,audit)', 'renewed, it is suspended still')
from sites where status = 'suspended';
select is((amity.reactivate_sync_connection(id)).status::text, 'active', 'and reactivated then') from sites where status = 'suspended';
select amity.suspend_sync_connection(id, 'audit') from sites where status = 'suspended';
select is_empty($$select from amity.sync_connections_history where name = 'suspended' and action in ('expired', 'renewed')$$, 'it never expired');

-- dates and names
select be_quiet();
select is(
  (select (approved_at is not null, approved_by, suspended_at is not null, suspended_reason, revoked_at)::text
    from amity.sync_connections where name = 'suspended'), '(t,,t,audit,)', 'who was suspended is dated');
select is(
  (select (suspended_at, suspended_by, suspended_reason)::text
    from amity.reactivate_sync_connection((select id from sites where status = 'suspended'))), '(,,)', 'reactivating clears that');
select amity.suspend_sync_connection(id, 'again', person('ada')) from sites where status = 'suspended';
select amity.revoke_sync_connection(id, 'enough', person('ben')) from sites where status = 'suspended';
select is(
  (select (suspended_by, suspended_reason, revoked_by, revoked_reason)::text from amity.sync_connections where name = 'suspended'),
  (person('ada'), 'again', person('ben'), 'enough')::text, 'and each says who did it');
select is_empty('select * from amity.verify()', 'the history agrees with all of it');

select * from finish();
rollback;
