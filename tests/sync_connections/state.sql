-- What a connection would let through, rule by rule, is told to services without counting anything.
begin;
select plan(16);

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'per_table', '{orders,sales.items}');
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set excluded_tables = '{secrets}', auto_approve_tables = '{orders}', ip_whitelist = '{10.0.0.0/8,::ffff:192.0.2.1}',
  allowed_hours_start = 9, allowed_hours_end = 17, allowed_hours_zone = 'Asia/Kolkata', expires_at = '2099-01-01 12:00+00',
  max_downloads = 3, max_records_total = 5;

select is(ip_whitelist, '{10.0.0.0/8,192.0.2.1/32}', 'an IPv4 address in IPv6 is listed as the one in IPv4') from amity.sync_connections;
select is(address_allowed, expected, format('the address %s', coalesce(address, 'null')))
from site cross join (values ('10.1.2.3', true), ('192.0.2.1', true), ('192.0.2.2', false), (null, false)) as cases (address, expected)
cross join lateral amity.sync_connection_state(id, address => address::inet);
select is((table_allowed, needs_approval)::text, expected, format('the table %s', name))
from site cross join (values ('Orders', '(t,f)'), ('sales.items', '(t,t)'), ('secrets', '(f,t)'), ('no name!', '(f,t)')) as cases (name, expected)
cross join lateral amity.sync_connection_state(id, name);
select is(hour_allowed, expected, format('at %s', moment))
from site cross join (values ('2026-01-01 03:29:59+00', false), ('2026-01-01 03:30+00', true), ('2026-01-01 12:29:59+00', true), ('2026-01-01 12:30+00', false))
  as cases (moment, expected)
cross join lateral amity.sync_connection_state(id, moment => moment::timestamptz);
select is((is_active, has_expired, has_downloads, has_records, downloads_left, records_left)::text, '(t,f,t,t,3,5)', 'at its end it still lets through')
from site cross join lateral amity.sync_connection_state(id, moment => '2099-01-01 12:00+00');
select is((is_active, has_expired)::text, '(f,t)', 'after its end it does not')
from site cross join lateral amity.sync_connection_state(id, moment => '2099-01-01 12:00:00.001+00');
update amity.sync_connections set downloads_used = 2, records_downloaded = 5;
select is((is_active, has_expired, has_downloads, has_records, downloads_left, records_left)::text, '(f,f,t,f,1,0)', 'without a record left it lets nothing through')
from site cross join lateral amity.sync_connection_state(id);

select * from finish();
rollback;
