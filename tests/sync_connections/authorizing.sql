-- superuser
-- The checks in their order: of several that fail, the first is named; what is refused costs nothing.
begin;
select * from no_plan();

create table public.things (id integer primary key);
insert into public.things select generate_series(1, 5);
select amity.offer_table('public.things');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example');
grant select on site to public;
update amity.settings set value = 1 where name = 'sync_trusted_proxies';

-- Everything is wrong with it at first; one thing after the other is mended, and the next one is what is heard.
update amity.sync_connections set
  expires_at = now() - interval '1 minute', max_downloads = 0, max_records_total = 0, ip_whitelist = '{10.0.0.1}',
  allowed_hours_start = extract(hour from now() at time zone 'UTC' + interval '2 hours'),
  allowed_hours_end = extract(hour from now() at time zone 'UTC' + interval '2 hours'), excluded_tables = '{things}';
create function pg_temp.say(token text, out allowed boolean, out slug text) language plpgsql as $$
begin
  perform set_config('role', 'amity_receiver', true);
  select page.allowed, page.slug into allowed, slug
  from amity.sync_pull(token, 'things', password => 'wrong', max_rows => 2) as page;
  perform set_config('role', 'none', true);
end $$;

select is((pg_temp.say('nonsense')).slug, 'sync_invalid_token', 'another token');
select is((pg_temp.say((select token from site))).slug, 'sync_not_active', 'pending, before anything else');
update amity.sync_connections set expires_at = null, max_downloads = null, max_records_total = null;
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set expires_at = now() - interval '1 minute', max_downloads = 0, max_records_total = 0;

-- a site that has run out is told why, once, and is expired from then on
create function pg_temp.again(change text) returns void language plpgsql as $$
begin
  execute 'update amity.sync_connections set expires_at = null, max_downloads = null, max_records_total = null, status = ''active''';
  execute 'update amity.sync_connections set ' || change;
end $$;
select is((pg_temp.say(token)).slug, 'sync_expired', 'past its end') from site;
select is(status::text, 'expired', 'and so its status') from amity.sync_connections;
select is((pg_temp.say(token)).slug, 'sync_not_active', 'which is what is heard then') from site;
select pg_temp.again('max_downloads = 0, max_records_total = 0');
select is((pg_temp.say(token)).slug, 'sync_download_limit_reached', 'no downloads') from site;
select is(status::text, 'expired', 'is expired') from amity.sync_connections;
select pg_temp.again('max_records_total = 0');
select is((pg_temp.say(token)).slug, 'sync_record_limit_reached', 'no records') from site;
select is(status::text, 'expired', 'is expired') from amity.sync_connections;
select results_eq(
  'select action::text, done_by from amity.sync_connections_history where action = ''expired''',
  $$values ('expired', null::uuid), ('expired', null), ('expired', null)$$, 'and it is written down each time'
);
select is(array_agg(distinct cause::text), '{expiry}', 'for what it is') from amity_private.sync_connections_history where action = 'expired';
select pg_temp.again('metadata = ''{}''');

select is((pg_temp.say(token)).slug, 'sync_ip_not_allowed', 'an unknown address') from site;
select set_config('request.headers', '{"x-forwarded-for": "10.0.0.2"}', true);
select is((pg_temp.say(token)).slug, 'sync_ip_not_allowed', 'another address') from site;
select set_config('request.headers', '{"x-forwarded-for": "10.0.0.1"}', true);
select is((pg_temp.say(token)).slug, 'sync_outside_allowed_hours', 'at another hour') from site;
update amity.sync_connections set
  allowed_hours_start = extract(hour from now() at time zone 'Asia/Kolkata'),
  allowed_hours_end = extract(hour from now() at time zone 'Asia/Kolkata' + interval '1 hour'), allowed_hours_zone = 'Asia/Kolkata';
select is((pg_temp.say(token)).slug, 'sync_table_not_allowed', 'within the hour, in the zone: an excluded table') from site;
update amity.sync_connections set excluded_tables = '{}', allowed_tables = '{others}';
select is((pg_temp.say(token)).slug, 'sync_table_not_allowed', 'one that is not among the allowed') from site;
update amity.sync_connections set allowed_tables = '{things}';
select is((pg_temp.say(token)).slug, 'sync_approval_required', 'without an approval') from site;

select is((select downloads_used + records_downloaded + total_transfers from amity.sync_connections), 0::bigint, 'nothing of that was counted');
select is((select let_through from amity_private.sync_credentials), '{}', 'as a request neither');
select is_empty('select from amity.sync_transfers', 'and no transfer began');
select is((select last_connected_at from amity.sync_connections), null, 'no site has connected');

-- with nothing wrong, it goes through, and is counted
update amity.sync_connections set approval_mode = 'auto_approve', rate_limit_requests_per_minute = 1, max_records_total = 10, max_downloads = 5;
select is((pg_temp.say(token)).allowed, true, 'and then it goes through') from site;
select is(
  (select (downloads_used, records_downloaded, total_transfers, total_records_transferred, total_bytes_transferred > 0,
    last_connected_at is not null, last_transfer_at is not null)::text from amity.sync_connections),
  '(1,2,1,2,t,t,t)', 'counted in everything');
select is((pg_temp.say(token)).slug, 'sync_rate_limited', 'a second one within the minute') from site;
select matches(hint, '^Try again after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z\.$', 'is told when')
from site cross join amity.sync_pull(token, 'things') as page;
select is((select downloads_used from amity.sync_connections), 1::bigint, 'and not counted');
select is((select (downloads_left, records_left)::text from amity.sync_connection_state((select id from site))), '(4,8)', 'what is left');
select is_empty('select * from amity.verify()', 'and all is as it should be');

select * from finish();
rollback;
