-- Where a request comes from: what the client cannot make up.
begin;
select * from no_plan();

-- null over a socket, which has no address
select is(amity.client_ip(), host(inet_client_addr())::inet, 'the peer of the connection');
create function pg_temp.seen(proxies text, headers text) returns inet language plpgsql as $$
begin
  update amity.settings set value = proxies where name = 'sync_trusted_proxies';
  perform set_config('request.headers', headers, true);
  return amity.client_ip();
end $$;
select is(
  pg_temp.seen(proxies, headers), case address when 'peer' then host(inet_client_addr()) else address end::inet,
  format('%s trusted, %s', coalesce(proxies, 'none'), headers)
)
from (values
  ('0', '{"x-forwarded-for": "10.0.0.1"}', 'peer'), (null, '{"x-forwarded-for": "10.0.0.1"}', 'peer'),
  ('1', '{"x-forwarded-for": "10.0.0.1"}', '10.0.0.1'), ('1', '{"x-forwarded-for": "6.6.6.6, 10.0.0.1"}', '10.0.0.1'),
  ('1', '{"x-forwarded-for": "6.6.6.6,10.0.0.1 "}', '10.0.0.1'), ('2', '{"x-forwarded-for": "6.6.6.6, 10.0.0.1, 10.0.0.9"}', '10.0.0.1'),
  ('2', '{"x-forwarded-for": "10.0.0.1"}', null), ('1', '{"x-forwarded-for": "10.0.0.1, unknown"}', null),
  ('1', '{"x-forwarded-for": "10.0.0.1,"}', null), ('1', '{"x-forwarded-for": ""}', null), ('1', '{}', 'peer'), ('1', '', 'peer'),
  ('1', 'no json', 'peer'), ('1', '[]', 'peer'), ('1', '"x"', 'peer'), ('1', '{"x-forwarded-for": ["10.0.0.1"]}', null),
  ('1', '{"x-forwarded-for": "::ffff:10.0.0.1"}', '10.0.0.1'), ('1', '{"x-forwarded-for": "2001:db8::1"}', '2001:db8::1'),
  ('1', '{"x-real-ip": "10.0.0.1"}', 'peer')
) as cases (proxies, headers, address);

-- a host that knows better says so
create or replace function amity.client_ip() returns inet language sql stable return inet '192.0.2.1';
create table public.things (id integer primary key);
select amity.offer_table('public.things');
create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set ip_whitelist = '{192.0.2.0/24}';
select is((amity.sync_pull(token, 'things')).allowed, true, 'and that is who asks') from site;
select is(requester_ip, '192.0.2.1', 'as is written down') from amity.sync_transfers;
update amity.sync_connections set ip_whitelist = '{192.0.2.2}';
select is((amity.sync_pull(token, 'things')).slug, 'sync_ip_not_allowed', 'or is refused') from site;
select is((amity.sync_authorize(token, 'things', address => '192.0.2.2')).allowed, true, 'a service says it itself') from site;

select * from finish();
rollback;
