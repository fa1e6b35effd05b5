-- A new connection: what it has by itself, what it refuses, and the token that is shown once.
begin;
select * from no_plan();

select speak_as_service();
create temporary table made as select * from amity.create_sync_connection('Production', ' https://B.example/ ');
select matches(token, '^[A-Za-z0-9_-]{43}$', 'the token is 32 bytes in base64url') from made;
select is(
  (select (status, direction, approval_mode, site_url, allowed_tables, max_downloads, max_records_total, max_records_per_request,
    rate_limit_requests_per_minute, ip_whitelist, allowed_hours_start, allowed_hours_zone, default_conflict_strategy,
    auto_sync_enabled, auto_sync_interval_minutes)::text from amity.sync_connections),
  '(pending,sender,require_approval,https://B.example,{},,,10000,600,{},,UTC,skip,f,60)', 'the least is exposed');
select is(
  (select token from amity.create_sync_connection('Staging', 'https://c.example', 'receiver')), null, 'a receiver has no token of its own');

select be_quiet();
select is(count(distinct amity_private.new_token()), 100::bigint, 'no two tokens are the same') from generate_series(1, 100);
-- the token is nowhere, its hash where no client reads it
select is_empty(
  format('select from amity.sync_connections as site where site::text ~ %L', token), 'the token is not in the row') from made;
select is(
  (select token_hash from amity_private.sync_credentials where sync_connection_id = id), sha256(sha256(token::bytea)), 'a hash of its hash is kept') from made;
select is_empty($$select from amity.sync_connections as site join amity_private.sync_credentials on true
  where site::text ~ encode(token_hash, 'hex')$$, 'and not in the row either');

-- every field, by a plain insert
select speak_as_service();
insert into amity.sync_connections (name, direction, site_url, approval_mode, allowed_tables, excluded_tables, auto_approve_tables,
  expires_at, max_records_per_request, default_conflict_strategy, auto_sync_enabled, auto_sync_tables,
  auto_sync_interval_minutes, created_by, metadata)
values ('All', 'receiver', 'postgres://d.example:5432/app', 'per_table', '{Orders,public.orders}', array['sales."Big One"'], '{orders}',
  now() + interval '1 day', 3, 'merge', true, '{orders}', 15, person('ada'), '{"a": 1}');
create temporary table limited as select * from (values
  ('max_downloads', '1'), ('max_records_total', '2'), ('rate_limit_requests_per_minute', '4'), ('ip_whitelist', '{10.0.0.0/8,::1}')
) as limits (field, value);
select lives_ok(
  format('insert into amity.sync_connections (name, direction, site_url, %I) values (%1$L, ''sender'', ''https://%s.example'', %L)', field, row_number() over (), value),
  'a sender has ' || field
) from limited;
select lives_ok($$
  insert into amity.sync_connections (name, direction, site_url, allowed_hours_start, allowed_hours_end, allowed_hours_zone)
  values ('hours', 'sender', 'https://hours.example', 22, 5, 'Europe/Vienna')
$$, 'and hours');
select refused(
  format('update amity.sync_connections set %I = %L where name = ''All''', field, value), 'sync_invalid_field',
  'the site that gives the data holds ' || field || ', and a receiver has none'
) from limited where field <> 'max_records_total';
select lives_ok(
  $$update amity.sync_connections set max_records_total = 2 where name = 'All'$$, 'but how many records it takes, a receiver says too');
select refused(
  $$update amity.sync_connections set allowed_hours_start = 22, allowed_hours_end = 5 where name = 'All'$$, 'sync_invalid_field', 'nor hours'
);
select is(
  (select (allowed_tables, excluded_tables, auto_approve_tables, auto_sync_tables, created_by)::text from amity.sync_connections where name = 'All'),
  (array['public.orders'], array['sales."Big One"'], array['public.orders'], array['public.orders'], person('ada'))::text,
  'names of tables get their one form');

-- values that do not fit, on the way in and later
create temporary table bad (field text, value text, slug text);
insert into bad values
  ('name', $$''$$, 'sync_invalid_field'), ('name', $$'  '$$, 'sync_invalid_field'), ('name', 'null', 'sync_invalid_field'),
  ('name', $$repeat('x', 201)$$, 'text_too_long'), ('name', $$E'a\x01'$$, 'text_invalid'), ('name', $$repeat('x', 10000000)$$, 'text_too_long'),
  ('site_url', 'null', 'sync_invalid_field'), ('site_url', $$'ftp://b.example'$$, 'sync_invalid_field'),
  ('site_url', $$'file:///etc/passwd'$$, 'sync_invalid_field'), ('site_url', $$'javascript:alert(1)'$$, 'sync_invalid_field'),
  ('site_url', $$'https://'$$, 'sync_invalid_field'), ('site_url', $$'https://a b'$$, 'sync_invalid_field'),
  ('site_url', $$'postgres://me:secret@b.example/db'$$, 'sync_invalid_field'), ('site_url', $$'https://token@b.example'$$, 'sync_invalid_field'),
  ('site_url', $$'postgres://me:@b.example/db'$$, 'sync_invalid_field'), ('site_url', $$'postgres://b.example/db?password=secret'$$, 'sync_invalid_field'), ('site_url', $$'https://b/' || repeat('x', 2000)$$, 'text_too_long'),
  ('approval_mode', 'null', 'sync_invalid_field'), ('max_downloads', '-1', 'sync_invalid_field'), ('max_records_total', '-1', 'sync_invalid_field'),
  ('max_records_per_request', '0', 'sync_invalid_field'), ('max_records_per_request', '100001', 'sync_invalid_field'),
  ('max_records_per_request', 'null', 'sync_invalid_field'),
  ('rate_limit_requests_per_minute', '0', 'sync_invalid_field'), ('rate_limit_requests_per_minute', '10001', 'sync_invalid_field'),
  ('allowed_hours_start', '9', 'sync_invalid_field'), ('allowed_hours_end', '17', 'sync_invalid_field'),
  ('allowed_hours_start, allowed_hours_end', '24, 3', 'sync_invalid_field'), ('allowed_hours_start, allowed_hours_end', '3, -1', 'sync_invalid_field'),
  ('allowed_hours_zone', $$'Mars/Olympus'$$, 'sync_invalid_field'), ('allowed_hours_zone', 'null', 'sync_invalid_field'),
  ('allowed_tables', $$'{a b}'$$, 'sync_invalid_field'), ('allowed_tables', $$'{NULL}'$$, 'sync_invalid_field'),
  ('excluded_tables', $$array['x; drop table y']$$, 'sync_invalid_field'), ('auto_approve_tables', $$array['a.b.c']$$, 'sync_invalid_field'),
  ('auto_sync_tables', $$array['']$$, 'sync_invalid_field'), ('allowed_tables', $$array(select 't' || n from generate_series(1, 1001) as n)$$, 'sync_invalid_field'),
  ('ip_whitelist', $$array_fill('10.0.0.1'::cidr, array[1001])$$, 'sync_invalid_field'),
  ('ip_whitelist', $$'{NULL}'$$, 'sync_invalid_field'), ('auto_sync_interval_minutes', '0', 'sync_invalid_field'),
  ('auto_sync_enabled', 'true', 'sync_invalid_field'), ('metadata', $$'[]'$$, 'sync_invalid_field'), ('metadata', $$'1'$$, 'sync_invalid_field'),
  ('metadata', $$jsonb_build_object('a', repeat('x', 70000))$$, 'sync_invalid_field'),
  ('expires_at', $$'-infinity'$$, 'date_invalid'), ('expires_at', $$'10000-01-01 00:00Z'$$, 'date_invalid'),
  ('expires_at', $$'0001-12-31 00:00Z BC'$$, 'date_invalid');
insert into bad
select 'site_url', quote_literal(url), 'sync_invalid_field'
from unnest(array['https://b.example/rest/v1?apikey=s3cret', 'https://b.example/#access_token=s3cret', 'https://b.example/?pass%77ord=s3cret',
  'https://b.example/?', 'postgres://b.example/db?pass%77ord=s3cret', 'postgres://b.example/db?sslmode=require&passfile=x', 'postgres://b.example/db#s3cret',
  'postgres://b.example/db?sslpassword=s3cret', 'postgres://b.example/db?options=-c%20x.token%3Ds3cret']) as url;
select refused(format('update amity.sync_connections set (%s) = row(%s) where name = ''Production''', field, value), slug,
  format('%s cannot become %s', field, left(value, 40))) from bad;
select refused(format('insert into amity.sync_connections (direction, %s) values (%L, %s)', rest.names, 'sender', rest.taken), slug,
  format('%s cannot begin as %s', field, left(value, 40)))
from bad cross join lateral (
  select string_agg(name, ', ') as names, string_agg(given, ', ') as taken from (
    select field as name, value as given
    union all select 'name', $$'New'$$ where field <> 'name'
    union all select 'site_url', $$'https://new.example'$$ where field <> 'site_url'
  ) as columns
) as rest;
select refused($$insert into amity.sync_connections (name, site_url) values ('a', 'https://new.example')$$, 'sync_invalid_field', 'a direction is needed');
select throws_ok($$update amity.sync_connections set ip_whitelist = '{10.0.0.1/8}'$$, '22P02', null, 'no network with bits beside it');
select throws_ok($$update amity.sync_connections set approval_mode = 'whatever'$$, '22P02', null, 'no mode that there is not');

select lives_ok(format('update amity.sync_connections set site_url = %L where name = ''All''', url), 'a site can be at ' || url)
from unnest(array['http://localhost:3000/rest/v1', 'https://[2001:db8::1]:8443', 'postgresql://site_b@d.example:5432/app?sslmode=require', 'HTTPS://D.example/@x']) as url;

with never as (update amity.sync_connections set expires_at = 'infinity' where name = 'All' returning expires_at)
select is(expires_at, null, 'infinity is never') from never;
select amity.create_sync_connection(e'Cafe\u0301', 'https://cafe.example');
select is(count(*), 1::bigint, 'a name is kept composed') from amity.sync_connections where name = 'Café';

-- one connection a site and direction, however it is written
select refused(format('select amity.create_sync_connection(%L, %L)', 'Again', url), 'sync_already_connected', url)
from unnest(array['https://b.example', 'HTTPS://B.EXAMPLE/', ' https://b.example// ']) as url;
select lives_ok($$select amity.create_sync_connection('Back', 'https://b.example', 'receiver')$$, 'the other direction is another connection');
select refused($$update amity.sync_connections set site_url = 'https://C.example' where name = 'All'$$, 'sync_already_connected', 'nor by moving');
select lives_ok($$update amity.sync_connections set site_url = 'https://b.example/' where name = 'Production'$$, 'writing one''s own differently is fine');
select amity.revoke_sync_connection(id) from made;
select lives_ok($$select amity.create_sync_connection('Anew', 'https://b.example')$$, 'a revoked one makes room');

-- what it is stays
select be_quiet();
select lives_ok($$insert into amity.sync_connections (id, name, direction, site_url) select id, name, direction, site_url from amity.sync_connections
  where name = 'Anew' on conflict (id) do nothing$$, 'an id that stands already is not a second connection');
select refused('update amity.sync_connections set ' || what, 'sync_field_fixed', what)
from unnest(array['id = gen_random_uuid()', $$direction = 'receiver'$$, 'created_at = now()', 'created_by = gen_random_uuid()']) as what;
select refused('truncate amity.sync_connections cascade', 'truncate_unsupported', 'and it is not emptied past its history');

select * from finish();
rollback;
