-- Every rule that needs nothing but what it is given, with its edges.
begin;
select * from no_plan();

-- hours: the end counts up to its last minute, a start after it crosses midnight, none is always
select is(amity_private.sync_hour_allowed(first_hour, last_hour, hour), allowed,
  format('hours %s to %s at %s', coalesce(first_hour::text, 'none'), coalesce(last_hour::text, 'none'), hour))
from (values
  (9, 17, 8, false), (9, 17, 9, true), (9, 17, 12, true), (9, 17, 17, true), (9, 17, 18, false),
  (22, 5, 21, false), (22, 5, 22, true), (22, 5, 23, true), (22, 5, 0, true), (22, 5, 5, true), (22, 5, 6, false),
  (3, 3, 2, false), (3, 3, 3, true), (3, 3, 4, false),
  (0, 23, 0, true), (0, 23, 23, true), (23, 0, 23, true), (23, 0, 0, true), (23, 0, 12, false), (0, 0, 0, true),
  (null, 17, 3, true), (9, null, 3, true), (null, null, 3, true)
) as cases (first_hour, last_hour, hour, allowed);

-- addresses: a bare one is itself, a network is all of it, an empty list is everybody
select is(amity_private.sync_address_allowed(list::cidr[], address::inet), allowed,
  format('%s in %s', coalesce(address, 'an unknown address'), list))
from (values
  ('{}', '10.0.0.1', true), ('{}', null, true), ('{10.0.0.1}', null, false),
  ('{10.0.0.1}', '10.0.0.1', true), ('{10.0.0.1}', '10.0.0.2', false), ('{10.0.0.0/8}', '10.255.0.1', true),
  ('{10.0.0.0/8}', '11.0.0.0', false), ('{10.0.0.0/30}', '10.0.0.3', true), ('{10.0.0.0/30}', '10.0.0.4', false),
  ('{1.1.1.1,2.2.2.2}', '2.2.2.2', true), ('{0.0.0.0/0}', '8.8.8.8', true), ('{0.0.0.0/0}', '::1', false),
  ('{2001:db8::/32}', '2001:db8::1', true), ('{2001:db8::/32}', '2001:db9::1', false), ('{::1}', '::1', true),
  ('{2001:db8::1}', '2001:0db8:0:0::1', true), ('{::/0}', '10.0.0.1', false),
  ('{10.0.0.0/8}', '::ffff:10.0.0.1', true), ('{10.0.0.1}', '::ffff:a00:2', false), ('{::ffff:0:0/96}', '10.0.0.1', false)
) as cases (list, address, allowed);

-- an address as it comes in
select is(amity_private.read_address(written), address::inet, format('%L is %s', written, coalesce(address, 'none')))
from (values
  ('10.0.0.1', '10.0.0.1'), (' 10.0.0.1 ', '10.0.0.1'), ('::ffff:10.0.0.1', '10.0.0.1'), ('::FFFF:10.0.0.1', '10.0.0.1'),
  ('2001:db8::1', '2001:db8::1'), ('::ffff:1', '::ffff:1'), ('10.0.0.0/8', null), ('', null),
  ('10.0.0.1:80', '10.0.0.1'), ('[2001:db8::1]:443', '2001:db8::1'), ('[2001:db8::1]', '2001:db8::1'), ('::ffff:a00:1', '10.0.0.1'),
  ('[::ffff:10.0.0.1]:80', '10.0.0.1'), ('10.0.0.1:', null), ('[10.0.0.1', null), ('10.0.0.1:80:80', null),
  ('unknown', null), ('10.0.0', null), ('1.2.3.4 or 1=1', null), ('fe80::1%eth0', null), (null, null)
) as cases (written, address);

-- tables: excluded wins, an empty list is every other
select is(amity_private.sync_table_allowed(allowed::text[], excluded::text[], name), goes,
  format('%s with allowed %s and excluded %s', coalesce(name, 'no table'), allowed, excluded))
from (values
  ('{}', '{}', 'public.a', true), ('{public.a}', '{}', 'public.a', true), ('{public.a}', '{}', 'public.b', false),
  ('{}', '{public.a}', 'public.a', false), ('{}', '{public.a}', 'public.b', true),
  ('{public.a}', '{public.a}', 'public.a', false), ('{public.a}', '{public.b}', 'public.a', true),
  ('{}', '{}', null, false), ('{public.a}', '{}', null, false)
) as cases (allowed, excluded, name, goes);

-- approvals
select is(amity_private.sync_needs_approval(mode::amity.sync_approval_mode, list::text[], name), needed,
  format('%s under %s with %s', name, coalesce(mode, 'no mode'), list))
from (values
  ('auto_approve', '{}', 'public.a', false), ('require_approval', '{}', 'public.a', true),
  ('require_approval', '{public.a}', 'public.a', true), ('per_table', '{public.a}', 'public.a', false),
  ('per_table', '{public.a}', 'public.b', true), ('per_table', '{}', 'public.a', true),
  ('per_table', '{public.a}', null, true), (null, '{public.a}', 'public.a', true)
) as cases (mode, list, name, needed);

-- how many rows a request gets
select is(amity_private.clamp_sync_rows(asked, per_request, in_all, used), granted,
  format('%s asked, %s a request, %s of %s used', asked, per_request, used, in_all))
from (values
  (10, 100, null, 0, 10), (1000, 100, null, 0, 100), (null, 100, null, 0, 100), (100, 100, 50, 0, 50),
  (100, 100, 50, 49, 1), (10, 100, 50, 40, 10), (11, 100, 50, 40, 10), (0, 100, null, 0, 1), (-5, 100, null, 0, 1),
  (2147483647, 100000, 9223372036854775807, 0, 100000)
) as cases (asked, per_request, in_all, used, granted);

-- whether it has run out: past the end, not at it; used as many as there are
select is(amity_private.sync_has_run_out(
  jsonb_populate_record(null::amity.sync_connections, fields::jsonb), '2026-01-01 12:00+00'), over, format('%s is over: %s', fields, over))
from (values
  ('{}', false), ('{"expires_at": "2026-01-01 12:00+00"}', false), ('{"expires_at": "2026-01-01 11:59:59.999999+00"}', true),
  ('{"expires_at": "2026-01-01 12:00:00.000001+00"}', false), ('{"expires_at": "infinity"}', false),
  ('{"max_downloads": 3, "downloads_used": 2}', false), ('{"max_downloads": 3, "downloads_used": 3}', true),
  ('{"max_downloads": 0, "downloads_used": 0}', true), ('{"downloads_used": 1000}', false),
  ('{"max_records_total": 3, "records_downloaded": 2}', false), ('{"max_records_total": 3, "records_downloaded": 3}', true),
  ('{"max_records_total": 3, "records_downloaded": 4}', true)
) as cases (fields, over);

-- one table, one name
select is(amity_private.sync_table_name(written), name, format('%L is %s', left(written, 40), coalesce(name, 'no name')))
from (values
  ('orders', 'public.orders'), ('Orders', 'public.orders'), (' orders ', 'public.orders'), ('public.orders', 'public.orders'),
  ('sales.orders', 'sales.orders'), ('"Orders"', 'public."Orders"'), ('"we""ird"', 'public."we""ird"'),
  ('"a.b"', 'public."a.b"'), ('"public"."orders"', 'public.orders'), ('"order"', 'public."order"'),
  ('', null), ('a.b.c', null), ('a b', null), ('orders; drop table x', null), ('"', null), ('orders--', null), ('1a', null),
  (E'or\nders', null), ('"or''ders"', 'public."or''ders"'), (null, null), (repeat('a', 100), 'public.' || repeat('a', 63)),
  (repeat('a', 10000000), null)
) as cases (written, name);
set local quote_all_identifiers = on;
select is(amity_private.sync_table_name('"public"."orders"'), 'public.orders', 'whatever the session says of quotes');

select * from finish();
rollback;
