-- What happened to a connection: who, why, in order, and never a secret.
begin;
select * from no_plan();

select speak_as_service();
create temporary table site as
select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve', actor => person('ada'));
select amity.approve_sync_connection(id, person('ben')) from site;
update amity.sync_connections set max_downloads = 7, name = 'Bee', metadata = '{"note": "s3cret-value"}';
update amity.sync_connections set max_downloads = 7;
select amity.suspend_sync_connection(id, 'Security audit', person('carl')) from site;
select amity.reactivate_sync_connection(id, person('carl')) from site;
select amity.rotate_sync_token(id, person('dora')) from site;
select amity.set_sync_password(id, null, person('dora')) from site;
update amity.sync_connections set status = 'suspended', suspended_by = person('ben');
update amity.sync_connections set status = 'active';
update amity.sync_connections set status = 'expired';
select amity.renew_sync_connection(id, now() + interval '1 day', actor => person('ada')) from site;
update amity.sync_connections set status = 'suspended', suspended_by = person('ben'), suspended_reason = 'by hand';
select amity.revoke_sync_connection(id, 'Over', person('ada')) from site;
delete from amity.sync_connections;

select results_eq(
  'select action::text, name, done_by, reason, changed from amity.sync_connections_history order by occurred_at',
  $$values
    ('created', 'B', person('ada'), null::text, '{}'::text[]),
    ('token_issued', 'B', person('ada'), null, '{}'),
    ('approved', 'B', person('ben'), null, '{}'),
    ('changed', 'Bee', null, null, '{max_downloads,metadata,name}'),
    ('suspended', 'Bee', person('carl'), 'Security audit', '{}'),
    ('reactivated', 'Bee', person('carl'), null, '{}'),
    ('token_issued', 'Bee', person('dora'), null, '{}'),
    ('password_cleared', 'Bee', person('dora'), null, '{}'),
    ('suspended', 'Bee', person('ben'), null, '{}'),
    ('reactivated', 'Bee', null, null, '{}'),  -- and not by who approved it once
    ('expired', 'Bee', null, null, '{}'),
    ('renewed', 'Bee', person('ada'), null, '{expires_at}'),
    ('suspended', 'Bee', person('ben'), 'by hand', '{}'),
    ('revoked', 'Bee', person('ada'), 'Over', '{}'),
    ('deleted', 'Bee', null, null, '{}')$$,
  'every act once, in order, with who and why'
);
select be_quiet();
select set_eq(
  'select distinct cause::text from amity_private.sync_connections_history', array['user', 'service'],
  'a person who was named, or the service');
select is_empty(
  format('select from amity_private.sync_connections_history as entry where entry::text ~ %L', secret), 'never ' || what)
from site cross join lateral (values
  (token, 'the token'), (left(token, 8), 'the beginning of it'), (encode(sha256(token::bytea), 'hex'), 'its hash'),
  ('b.example', 'the URL'), ('s3cret', 'a value')
) as secrets (secret, what);

-- an administrator who speaks for themself
select set_config('request.jwt.claims', json_build_object('sub', person('ada'))::text, true);
insert into amity.sync_connections (name, direction, site_url) values ('C', 'receiver', 'https://c.example');
update amity.sync_connections set status = 'active';
select is((select (created_by, approved_by)::text from amity.sync_connections), (person('ada'), person('ada'))::text, 'is the one who did it');
select is((select array_agg(done_by order by occurred_at) from amity.sync_connections_history where name = 'C'),
  array[person('ada'), person('ada')], 'in the history too');
select be_quiet();

-- counting is no change
create table public.things (id integer primary key);
select amity.offer_table('public.things');
create temporary table other as select * from amity.create_sync_connection('D', 'https://d.example', 'sender', 'auto_approve');
select amity.approve_sync_connection(id) from other;
select amity.sync_pull(token, 'things') from other;
select is((select count(*) from amity.sync_connections_history where name = 'D'), 3::bigint, 'a pull is not written down');
select is_empty('select * from amity.verify()', 'the history replays');

select * from finish();
rollback;
