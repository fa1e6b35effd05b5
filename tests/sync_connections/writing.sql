-- superuser
-- Which tables here a site may write: those that the connection names, and nothing by default.
begin;
select * from no_plan();

create schema shop;
create schema "Shop";
create schema elsewhere;
create table public.orders (id integer primary key);
create table public."Orders" (id integer primary key);
create table public."*" (id integer primary key);
create table public."a.b" (id integer primary key);
create table public.secret_admins (id integer primary key);
create table shop.goods (id integer primary key);
create table "Shop".goods (id integer primary key);
create table elsewhere.orders (id integer primary key);
create view shop.seen as select * from public.secret_admins;
create materialized view shop.kept as select 1 as id;
create temporary table own (id integer primary key);
create unlogged table shop.fast (id integer primary key);
create table shop.parts (id integer primary key) partition by range (id);
create table shop.part partition of shop.parts for values from (0) to (9);
create table public.admins (id integer primary key) partition by range (id);
create table shop.stealth partition of public.admins for values from (0) to (9);
create table shop.child () inherits (public.secret_admins);
create foreign data wrapper nowhere;
create server far foreign data wrapper nowhere;
create foreign table shop.far (id integer) server far;
create table shop.half (id integer) partition by range (id);
create foreign table elsewhere.half partition of shop.half for values from (0) to (9) server far;

select speak_as_service();
create temporary table site as select id from amity.create_sync_connection('A', 'https://a.example', 'receiver');
create temporary table tables as
select unnest(array['public.orders', 'public."Orders"', 'public."*"', 'public."a.b"', 'public.secret_admins', 'shop.goods', '"Shop".goods',
  'elsewhere.orders', 'shop.seen', 'shop.kept', 'pg_temp.own', 'own', 'shop.fast', 'shop.parts', 'shop.part', 'public.admins', 'shop.stealth', 'shop.child',
  'shop.far', 'shop.half', 'elsewhere.half', 'amity.people', 'amity.sync_connections', 'amity_private.sync_credentials', 'pg_catalog.pg_authid',
  'information_schema.sql_features', 'shop.nowhere', 'a.b.c', '']) as name;
create function pg_temp.open_with(names text[]) returns text[] language plpgsql as $$
begin
  update amity.sync_connections set writable_tables = names;
  return array(select name from tables, site where amity.sync_may_write(id, name) order by name collate "C");
end $$;

select is(pg_temp.open_with('{}'), '{}', 'by default nothing');
select is(array_to_string(pg_temp.open_with(array[names]), ' '), opened, names || ' opens ' || opened)
from (values
  ('orders', 'public.orders'), ('Orders', 'public.orders'), ('"Orders"', 'public."Orders"'), ('public.orders', 'public.orders'),
  ('public."*"', 'public."*"'), ('"a.b"', 'public."a.b"'), ('shop.*', 'shop.fast shop.goods shop.parts'),
  (' SHOP . * ', 'shop.fast shop.goods shop.parts'), ('"Shop".*', '"Shop".goods'), ('shop.nowhere', ''), ('shop.goods', 'shop.goods'),
  ('amity.*', ''), ('amity_private.*', ''), ('pg_catalog.*', ''), ('pg_temp.*', ''), ('information_schema.*', ''),
  ('elsewhere.*', 'elsewhere.orders')
) as cases (names, opened);
select is(pg_temp.open_with(array[name]), '{}', name || ' is never written')
from tables where name ~ '^(amity|pg_|information)|seen|kept|part$|stealth|child|far|half|nowhere';
select is(pg_temp.open_with('{shop.*,orders}'), '{public.orders,shop.fast,shop.goods,shop.parts}', 'several together');
update amity.sync_connections set excluded_tables = '{shop.fast}';
select is(pg_temp.open_with('{shop.*}'), '{shop.goods,shop.parts}', 'what is excluded is not written');
select results_eq('select writable_tables from amity.sync_connections', $$values ('{shop.*}'::text[])$$, 'each has its one form');
select refused(format('update amity.sync_connections set writable_tables = array[%L]', pattern), 'sync_invalid_field', pattern || ' is no pattern')
from unnest(array['*', '*.*', '', 'sh*', 'shop.g*', 'a.b.*', '"a"."b".*', '"a".b.*', '.*', 'shop.*; drop table x', '"shop.*', 'public.orders_*']) as pattern;
select refused($$update amity.sync_connections set writable_tables = '{NULL}'$$, 'sync_invalid_field', 'nor is nothing');
create temporary table sender as select id from amity.create_sync_connection('B', 'https://b.example');
select refused($$update amity.sync_connections set writable_tables = '{orders}' where name = 'B'$$, 'sync_invalid_field', 'who only takes from us writes nothing');
select ok(not amity.sync_may_write(id, 'orders'), 'and may not') from sender;

-- kept where a transfer begins and where each page is counted
update amity.sync_connections set writable_tables = '{shop.goods}' where name = 'A';
select amity.approve_sync_connection(id) from site;
create temporary table told as select array[gen_random_uuid()] as sites, '[{"name": "id", "type": "integer"}]'::jsonb as key;
select refused(format('select amity.start_sync_transfer(%L, %L, %L, %L)', id, name, sites, key),
  case when name in ('', 'a.b.c') then 'sync_invalid_field' else 'sync_table_not_writable' end, 'not begun: ' || name)
from site, told, tables where name <> 'shop.goods';
create temporary table begun as select (amity.start_sync_transfer(id, 'shop.goods', sites, key)).* from site, told;
select lives_ok(format('select amity.advance_sync_transfer(%L, %L, 1, key => %L)', begun.id, '["1"]', key), 'a page is taken') from begun, told;
update amity.sync_connections set writable_tables = '{}' where name = 'A';
select refused(format('select amity.advance_sync_transfer(%L, %L, 1, key => %L)', begun.id, '["2"]', key), 'sync_table_not_writable',
  'and not the next one, once that is taken back') from begun, told;
select is((select array_agg(changed) from amity.sync_connections_history where name = 'A' and 'writable_tables' = any (changed)) is not null, true,
  'who opens a table is told');

select * from finish();
rollback;
