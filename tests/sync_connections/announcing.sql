-- superuser
-- A site announces itself by the mode that this one has chosen: refused, pending, or active; and never with a table that it may write.
begin;
select * from no_plan();

create function pg_temp.announced(url text, name text default 'Shop A', password text default null) returns text language plpgsql as $$
declare
  v_reply amity.sync_authorization;
begin
  -- an announcement a minute, but where it is about the rate
  update amity_private.sync_site set announcements = '{}' where current_setting('test.rate', true) is distinct from 'on';
  perform set_config('role', 'amity_receiver', true), set_config('request.jwt.claims', json_build_object('sub', person('site'))::text, true);
  v_reply := amity.sync_announce(name, url, password);
  perform be_quiet();
  return concat_ws(' ', v_reply.allowed, v_reply.http_status, v_reply.slug, v_reply.sync_connection_id, v_reply.transfer_id, v_reply.rows_granted);
end $$;
create function pg_temp.mode(mode text) returns void language sql begin atomic
  update amity.settings set value = mode.mode where name = 'sync_incoming_mode';
end;
create temporary view made as
select status::text, direction::text, site_url, cardinality(writable_tables) as writes, auto_sync_enabled, metadata ? 'announced_from' as marked
from amity.sync_connections;

select is(pg_temp.announced('https://a.example/'), 't 200', 'as installed, it is let in');
select is(made::text, '(pending,receiver,https://a.example,0,f,t)', 'and waits for an administrator') from made;
select is(name, format('Shop A (%s)', right(id::text, 8)), 'under a name that no other connection has') from amity.sync_connections;
select is(pg_temp.announced(url, name), 't 200', 'announced again, the answer is the same: ' || url)
from (values ('https://a.example', 'Shop A'), ('HTTPS://A.example/', 'Another')) as again (url, name);
select amity.create_sync_connection('B', 'https://b.example', 'receiver');
select is(pg_temp.announced('https://b.example'), 't 200', 'also where the administrator knows the site');
select is(count(*), 2::bigint, 'and there is no second connection') from made;
select lives_ok($$select amity.approve_sync_connection(id) from amity.sync_connections where site_url ~ 'a.example'$$, 'it is approved as any other');
select is(action::text, 'created', 'the history knows it') from amity.sync_connections_history where name ~ 'Shop A' order by occurred_at limit 1;

select pg_temp.mode('deny_all');
select is(pg_temp.announced(url), 'f 403 sync_announcing_denied', url) from unnest(array['https://a.example', 'https://c.example']) as url;
select pg_temp.mode('auto_accept');
select is(pg_temp.announced('https://c.example'), 't 200', 'accepted at once');
select is(array[created_by, approved_by, done_by], array_fill(person('site'), array[3]), 'by the caller that the login names') from amity.sync_connections
join amity.sync_connections_history on sync_connection_id = id and action = 'approved' where site_url ~ 'c.example';
select is(made::text, '(active,receiver,https://c.example,0,f,t)', 'active, and it may write nothing') from made where site_url ~ 'c.example';

-- with a password
select pg_temp.mode('require_password');
select is(pg_temp.announced('https://d.example', password => word), 'f 401 sync_invalid_password', 'without a password none is right: ' || coalesce(word, 'null'))
from unnest(array[null, '', 'word', repeat('0', 64)]) as word;
create temporary table password as select amity.rotate_sync_incoming_password() as word;
select is(length(word), 43, 'it is as long as a token') from password;
select is(pg_temp.announced('https://d.example', password => given), 'f 401 sync_invalid_password', 'not the right one')
from password cross join unnest(array[null, '', upper(word), word || ' ', encode(sha256(word::bytea), 'hex'), encode(sha256(sha256(word::bytea)), 'hex')]) as given;
select is(pg_temp.announced('https://d.example', password => word), 't 200', 'the right one') from password;
select is(status, 'active', 'is active') from made where site_url ~ 'd.example';
create temporary table proofs as
select amity_private.xor_bytes(sha256(word::bytea), amity_private.hmac_sha256(sha256(sha256(word::bytea)), 'announce https://e.example Shop E')) as proof from password;
select is(pg_temp.announced(url, name, encode(proof, 'hex')), expected, format('a proof for %s, %s', url, name))
from proofs cross join (values
  ('https://f.example', 'Shop E', 'f 401 sync_invalid_password'), ('https://e.example', 'Shop F', 'f 401 sync_invalid_password'), ('https://e.example', 'Shop E', 't 200')
) as cases (url, name, expected);
select amity.rotate_sync_incoming_password();
select is(pg_temp.announced('https://g.example', password => word), 'f 401 sync_invalid_password', 'the old one is over') from password;
select pg_temp.mode('require_approval');

-- what it cannot say
select refused(format('select pg_temp.announced(%L, %L)', url, name), slug, format('%s: %s', url, left(name, 20)))
from (values
  ('ftp://x.example', 'X', 'sync_invalid_field'), ('https://user:word@x.example', 'X', 'sync_invalid_field'), (null, 'X', 'sync_invalid_field'),
  ('https://x.example', null, 'sync_invalid_field'), ('https://x.example', ' ', 'sync_invalid_field'), ('https://x.example', e'X\x1b[31m', 'text_invalid')
) as cases (url, name, slug);
select is(pg_temp.announced('https://long.example', repeat('x', 1000)), 't 200', 'a long name is cut');

-- how many, and how often
select pg_temp.announced(format('https://%s.example', n)) from generate_series(1, 200) as n;
select is(count(*), 100::bigint, 'a hundred wait') from amity.sync_connections where metadata ? 'announced_from' and status in ('pending', 'active') and writable_tables = '{}';
select is(pg_temp.announced('https://a.example'), 'f 409 sync_announcements_full', 'and no more, known or not');
select amity.revoke_sync_connection(id, 'x') from amity.sync_connections where site_url ~ '//1.example';
select is(pg_temp.announced('https://room.example'), 't 200', 'one that is revoked makes room');
update amity.sync_connections set writable_tables = '{public.*}' where site_url ~ 'a.example';
select is(pg_temp.announced('https://more.example'), 't 200', 'until an administrator takes one up');
select set_config('test.rate', 'on', true);
update amity_private.sync_site set announcements = array_fill(clock_timestamp(), array[9]);
select is(pg_temp.announced(url), expected, 'ten a minute') from (values
  (1, 'https://again.example', 'f 409 sync_announcements_full'), (2, 'https://again.example', 'f 429 sync_rate_limited'), (3, 'https://a.example', 'f 429 sync_rate_limited')
) as cases (place, url, expected) order by place;
select is(cardinality(announcements), 10, 'those that are refused by then are not counted') from amity_private.sync_site;
select is_empty('select * from amity.verify()', 'and all is as it should be');

select * from finish();
rollback;
