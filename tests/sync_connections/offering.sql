-- superuser
-- What is sent is what was granted to amity_sync, of tables with a key, and never what belongs to amity or Postgres.
begin;
select * from no_plan();

create schema sales;
create schema "Odd ""Schema";
create table public.orders (id bigint primary key, note text);
create table sales.orders (id bigint primary key, "from" bigint references public.orders, parent bigint references sales.orders);
create table "Odd ""Schema"."Ta.ble ""x" ("Id ""y" integer primary key, "select" text);
create table public.keyless (id integer unique);
create table public.parts (id integer primary key, what text) partition by range (id);
create table public.parts_1 partition of public.parts for values from (0) to (100);
create view public.gates as select * from amity_private.sync_credentials;
create view public.shown as select * from public.orders;
create materialized view public.kept as select * from public.orders;
insert into "Odd ""Schema"."Ta.ble ""x" values (1, 'one');

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
grant select on site to public;
select amity.approve_sync_connection(id) from site;
update amity.sync_connections set rate_limit_requests_per_minute = 10000;
create function pg_temp.offered() returns setof text language sql as $$
  select entry ->> 'table' from site cross join amity.sync_tables(token) as offer cross join jsonb_array_elements(offer.tables) as entry
$$;
create function pg_temp.pulled(name text) returns text language sql as $$
  select coalesce(slug, records::text) from site cross join amity.sync_pull(token, name)
$$;

-- nothing by itself, and nothing for a grant alone before the first offer
grant usage on schema public to amity_sync;
grant select on public.orders to amity_sync;
select is_empty('select pg_temp.offered()', 'nothing is offered by itself');
select is(pg_temp.pulled('orders'), 'sync_table_not_allowed', 'nor sent');
select throws_ok($$select amity_private.read_rows('public.orders'::regclass, null, 1, 1)$$, '42501', null, 'nor read as anybody else');

-- a function of the host that is called so is not ours
create function public.read_rows() returns integer language sql return 1;
grant create on schema public to amity_sync;
alter function public.read_rows() owner to amity_sync;
select is(pg_temp.pulled('orders'), 'sync_table_not_allowed', 'nor for a function of the host that is called like ours');

select is(amity.offer_table('sales.orders'), 'sales.orders', 'a table is offered');
select is(amity.offer_table('sales.orders'), 'sales.orders', 'again is the same as once');
select is(amity.offer_table('"Odd ""Schema"."Ta.ble ""x"'), '"Odd ""Schema"."Ta.ble ""x"', 'whatever it is called');
select is(amity.offer_table('public.parts'), 'public.parts', 'also one in parts');
select results_eq('select pg_temp.offered()', array['"Odd ""Schema"."Ta.ble ""x"', 'public.orders', 'public.parts', 'sales.orders'], 'those, and what was granted by hand');
select refused(format('select amity.offer_table(%L)', name), 'sync_table_unsupported', 'not ' || name)
from unnest(array['public.keyless', 'public.shown', 'public.gates', 'public.kept', 'public.parts_1', 'amity.people', 'amity_private.sync_credentials',
  'pg_catalog.pg_authid', 'information_schema.sql_features']) as name;

-- whatever was granted
grant usage on schema amity, amity_private, information_schema to amity_sync;
grant select on public.gates, public.shown, public.kept, public.parts_1, amity_private.sync_credentials, amity.sync_connections, pg_authid,
  amity.people, information_schema.sql_features, public.keyless to amity_sync;
create temporary table mine (id integer primary key);
grant select on mine to amity_sync;
select is(pg_temp.pulled(name), 'sync_table_not_allowed', 'never ' || coalesce(left(name, 60), 'nothing'))
from unnest(array[
  'public.gates', 'gates', 'public.shown', 'public.kept', 'public.parts_1', 'public.keyless', 'amity_private.sync_credentials', 'sync_credentials',
  'amity.sync_connections', 'amity.people', 'amity_private.migrations', 'pg_catalog.pg_authid', 'pg_authid', '"pg_catalog"."pg_authid"',
  'information_schema.sql_features', 'pg_temp.mine', 'mine', 'nowhere.nothing', 'nothing', '', 'site', 'public.orders; select 1', '"orders',
  'public.orders --', 'public.orders where false', '(select * from public.orders)', 'only public.orders', 'public.orders, pg_authid', null
]) as name;
select is(pg_temp.pulled((select format('%I.mine', nspname) from pg_class join pg_namespace as n on n.oid = relnamespace where relname = 'mine')),
  'sync_table_not_allowed', 'never a temporary table');

-- names with quotes are names
select is(pg_temp.pulled('"Odd ""Schema"."Ta.ble ""x"'), '[["1","one"]]', 'a table with quotes in its name is sent');
update amity.sync_connections set excluded_tables = array['"Odd ""Schema"."Ta.ble ""x"'];
select is(pg_temp.pulled('"Odd ""Schema"."Ta.ble ""x"'), 'sync_table_not_allowed', 'and excluded');
set local quote_all_identifiers = on;
update amity.sync_connections set excluded_tables = '{orders}';
select is(pg_temp.pulled(name), 'sync_table_not_allowed', 'no spelling gets around it: ' || name)
from unnest(array['orders', 'ORDERS', '"orders"', 'public.orders', '"public"."orders"', ' public . orders ']) as name;
create table public.classes (id integer primary key, class regclass);
insert into public.classes values (1, 'pg_class');
select amity.offer_table('public.classes');
select is((select records::text from amity_private.read_rows('public.classes'::regclass, null, 1, 1000)), '[["1","pg_class"]]', 'nor is a value written otherwise');
drop table public.classes;
reset quote_all_identifiers;
create table public.a234567890123456789012345678901234567890123456789012345678901_x (id integer primary key);
select amity.offer_table('public.a234567890123456789012345678901234567890123456789012345678901_x');
update amity.sync_connections set excluded_tables = '{a234567890123456789012345678901234567890123456789012345678901_x}';
select is(pg_temp.pulled('a234567890123456789012345678901234567890123456789012345678901_xyz'), 'sync_table_not_allowed', 'nor one that Postgres would cut');
update amity.sync_connections set excluded_tables = '{}';

-- a column that was not granted, a row that a policy hides
create table public.people (id integer primary key, name text, secret text);
insert into public.people values (1, 'Ada', 'x'), (2, 'Ben', 'y');
grant select (id, name) on public.people to amity_sync;
select is(pg_temp.pulled('people'), '[["1","Ada"],["2","Ben"]]', 'columns that were granted');
alter table public.people enable row level security;
select is(pg_temp.pulled('people'), '[]', 'rows that no policy shows');
create policy shown on public.people to amity_sync using (id = 2);
select is(pg_temp.pulled('people'), '[["2","Ben"]]', 'rows that one shows');
revoke select (id) on public.people from amity_sync;
select is(pg_temp.pulled('people'), 'sync_table_not_allowed', 'not without its key');

-- a column that was dropped is neither sent nor told of
create table public.shrunk (id integer primary key, gone text, kept text);
insert into public.shrunk values (1, 'x', 'y');
select amity.offer_table('public.shrunk');
alter table public.shrunk drop column gone;
select is(pg_temp.pulled('shrunk'), '[["1","y"]]', 'columns that are still there');
select is(
  (select jsonb_path_query_array(columns::jsonb, '$[*].name')::text from site cross join amity.sync_pull(token, 'shrunk')),
  '["id", "kept"]', 'and their names'
);
drop table public.shrunk;

-- a child of a table has keys of its own
create table public.children (extra text) inherits (public.orders);
insert into public.orders values (1, 'parent');
insert into public.children values (1, 'child');
select is(pg_temp.pulled('orders'), '[["1","parent"]]', 'rows of the table itself');
insert into public.parts values (5, 'in a part');
select is(pg_temp.pulled('parts'), '[["5","in a part"]]', 'and of every part');

-- what the other site is told about a table
select is(
  (select entry - 'sites' from site cross join amity.sync_tables(token) as offer cross join jsonb_array_elements(offer.tables) as entry
    where entry ->> 'table' = 'sales.orders'),
  '{"table": "sales.orders", "refers_to": ["public.orders"], "estimated_rows": null, "requires_approval": false, "columns": [
    {"name": "id", "type": "bigint", "not_null": true, "identity": false, "generated": false, "cursor": false, "key": 1},
    {"name": "from", "type": "bigint", "not_null": false, "identity": false, "generated": false, "cursor": false, "key": null},
    {"name": "parent", "type": "bigint", "not_null": false, "identity": false, "generated": false, "cursor": false, "key": null}]}',
  'its columns, its key, and what it refers to');
select is(entry -> 'sites', jsonb_build_array(amity.sync_site_id()), 'and whose rows it has')
from site cross join amity.sync_tables(token) as offer cross join jsonb_array_elements(offer.tables) as entry where entry ->> 'table' = 'sales.orders';
update amity.sync_connections set allowed_tables = '{sales.orders}', approval_mode = 'require_approval';
select is(
  (select jsonb_agg(jsonb_build_array(entry -> 'table', entry -> 'refers_to', entry -> 'requires_approval'))
    from site cross join amity.sync_tables(token) as offer cross join jsonb_array_elements(offer.tables) as entry),
  '[["sales.orders", [], true]]', 'and nothing of a table that it does not get');

select amity.withdraw_table('sales.orders');
select is_empty('select pg_temp.offered()', 'what is withdrawn is gone');

select * from finish();
rollback;
