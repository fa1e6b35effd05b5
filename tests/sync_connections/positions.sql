-- Where rows are always inserted, each page is taken once, from a site that is another one, by a key that grows.
begin;
select * from no_plan();

create table public.events (id bigint primary key);
create table public.loose (id bigint);
select speak_as_service();
create temporary table sites as
select name, (amity.create_sync_connection(name, 'https://' || name || '.example', 'receiver')).id from unnest(array['a', 'a2', 'c']) as name;
update amity.sync_connections set writable_tables = '{events,loose}';
select amity.approve_sync_connection(id) from sites;
create temporary table ids as select '00000000-0000-4000-8000-00000000000a'::uuid as a, '00000000-0000-4000-8000-00000000000c'::uuid as c;

create function pg_temp.begin(site text, strategy text, variadic told uuid[]) returns amity.sync_transfers language sql as $$
  select amity.start_sync_transfer(id, 'events', told, '[{"name": "id", "type": "bigint"}]', strategy::amity.sync_conflict_strategy)
  from sites where name = site
$$;
create function pg_temp.page(transfer uuid, reached text) returns amity.sync_transfers language sql as $$
  select amity.advance_sync_transfer(transfer, jsonb_build_array(reached), 1, key => '[{"name": "id", "type": "bigint"}]')
$$;

-- oneself, by the id and not by the URL
select refused(format('select pg_temp.begin(''a'', %L, amity.sync_site_id())', strategy), 'sync_own_site', 'no site is its own: ' || strategy)
from unnest(enum_range(null::amity.sync_conflict_strategy)) as strategy;
select refused(format('select pg_temp.begin(''a'', ''append'', %L, amity.sync_site_id())', a), 'sync_loop', 'what is ours comes back by no circle') from ids;
select lives_ok(format('select pg_temp.begin(''a'', %L, %L, amity.sync_site_id())', strategy, a), 'by its key it may: ' || strategy)
from ids, unnest(array['skip', 'overwrite', 'merge']) as strategy;
select refused(format('select amity.start_sync_transfer(id, ''events'', %s, %s) from sites where name = ''a''', told, key), 'sync_invalid_field',
  told || ' and ' || key || ' say nothing')
from (values ('null', $$'[]'$$), ($$'{}'$$, $$'[]'$$), ('array[gen_random_uuid()]', 'to_jsonb(array[repeat(''x'', 65536)])'), ('array[null]::uuid[]', $$'[]'$$), ('array[gen_random_uuid()]', 'null'), ('array[gen_random_uuid()]', $$'{}'$$)) as cases (told, key);
select lives_ok('select amity.restart_sync_table(''events'')', 'begun over');

-- a key that grows
select refused(format('select amity.start_sync_transfer(id, ''events'', array[gen_random_uuid()], %L, ''append'') from sites where name = ''a''', key),
  'sync_key_unordered', key::text)
from unnest(array['[]', '[{"name": "id", "type": "text"}]', '[{"name": "id", "type": "double precision"}]', '[{"name": "id", "type": "public.bigint"}]',
  '[{"name": "a", "type": "bigint"}, {"name": "b", "type": "bigint"}]', '["bigint"]', '[null]']::jsonb[]) as key;
select lives_ok(format('select amity.start_sync_transfer(id, ''events'', array[gen_random_uuid()], %L, ''append'') from sites where name = ''a''', key), key::text)
from unnest(array['[{"name": "id", "type": "timestamp(3) with time zone"}]', '[{"name": "id", "type": "numeric(10,2)"}]', '[{"name": "id", "type": "uuid"}]']::jsonb[]) as key;
create temporary table random as select (amity.start_sync_transfer(id, 'events', array[gen_random_uuid()], '[{"name": "id", "type": "uuid"}]', 'append')).id from sites where name = 'a';
select refused(format('select amity.advance_sync_transfer(%L, %L, 1, key => %L)', id, jsonb_build_array(gen_random_uuid()), '[{"name": "id", "type": "uuid"}]'),
  'sync_key_unordered', 'a random uuid is no time') from random;
select lives_ok(format('select amity.advance_sync_transfer(%L, %L, 1, key => %L)', id, jsonb_build_array(amity.uuid_v7()), '[{"name": "id", "type": "uuid"}]'),
  'one of version 7 is') from random;

-- once each
create temporary table first as select (begun).* from (select pg_temp.begin('a', 'append', a) as begun from ids) as x;
select is(reached, null, 'the first time it begins at the start') from first;
select is((pg_temp.page(id, '10')).reached, '["10"]', 'a page') from first;
select is((pg_temp.page(id, '20')).reached, '["20"]', 'another') from first;
select amity.complete_sync_transfer(id) from first;
create temporary table second as select (begun).* from (select pg_temp.begin('a', 'append', a) as begun from ids) as x;
select is(reached, '["20"]', 'the next time it begins where that ended') from second;
create temporary table rival as select (begun).* from (select pg_temp.begin('a2', 'append', a) as begun from ids) as x;
select is(reached, '["20"]', 'also through another connection with the same site') from rival;
select is((pg_temp.page(id, '30')).reached, '["30"]', 'one of them takes the page') from second;
select refused(format('select pg_temp.page(%L, ''30'')', id), 'sync_would_double', 'and the other does not') from rival;
select refused(format('select amity.advance_sync_transfer(%L, %L, 1, key => %s)', id, '["40"]', key), 'sync_would_double', 'nor by the key ' || key)
from second, unnest(array['null', $$'[{"name": "nr", "type": "bigint"}]'$$, $$'[{"name": "id", "type": "integer"}]'$$]) as key;
select amity.fail_sync_transfer(id, 'x') from second union all select amity.fail_sync_transfer(id, 'x') from rival;
select is((pg_temp.begin('a', 'append', a)).reached, '["30"]', 'what failed on the way is not begun again') from ids;
select refused(format('select amity.start_sync_transfer(id, ''events'', array[%L]::uuid[], ''[{"name": "nr", "type": "bigint"}]'', ''append'') from sites where name = ''a''', a),
  'sync_would_double', 'another key tells nothing of the old one') from ids;
delete from amity.sync_connections where name = 'a';
select is((pg_temp.begin('a2', 'append', a)).reached, '["30"]', 'nor does forgetting the connection begin it again') from ids;
select is((pg_temp.begin('c', 'append', c)).reached, null, 'another site has a beginning of its own') from ids;

-- a table without a key here is one where everything is inserted
create temporary table loose as
select (amity.start_sync_transfer(id, 'loose', array[c], '[{"name": "id", "type": "bigint"}]', 'skip')).id from sites, ids where name = 'c';
select amity.advance_sync_transfer(id, '["7"]', 1, key => '[{"name": "id", "type": "bigint"}]') from loose;
select is((amity.start_sync_transfer(id, 'loose', array[c], '[{"name": "id", "type": "bigint"}]', 'skip')).reached, '["7"]', 'whatever the strategy is called')
from sites, ids where name = 'c';

-- by the key, a transfer starts over; what came is known again once it is through
create temporary table over as select (begun).* from (select pg_temp.begin('a2', 'skip', a) as begun from ids) as x;
select is(reached, null, 'by its key it starts over') from over;
select is((pg_temp.page(id, '5')).reached, '["5"]', 'from the first row') from over;
select refused(format('select pg_temp.begin(''a2'', ''append'', %L)', a), 'sync_would_double', 'where that ends is not known') from ids;
select is((pg_temp.page(id, '50')).reached, '["50"]', 'to the last row') from over;
update amity.sync_transfers set status = 'completed' from over where sync_transfers.id = over.id;
select is((pg_temp.begin('a2', 'append', a)).reached, '["50"]', 'and then it is') from ids;

-- of one site and one table: others stay where they are
create temporary table more as select '00000000-0000-4000-8000-00000000000d'::uuid as d, '00000000-0000-4000-8000-00000000000e'::uuid as e;
create function pg_temp.begin_loose(told uuid) returns amity.sync_transfers language sql as $$
  select amity.start_sync_transfer(id, 'loose', array[told], '[{"name": "id", "type": "bigint"}]', 'append') from sites where name = 'c'
$$;
select pg_temp.begin('c', 'append', e), pg_temp.begin_loose(d), pg_temp.begin_loose(e) from more;
create temporary table of_d as select (begun).* from (select pg_temp.begin('c', 'append', d) as begun from more) as x;
select is((pg_temp.page(id, '9')).reached, '["9"]', 'a page of d') from of_d;
select is(array[(pg_temp.begin('c', 'append', d)).reached, (pg_temp.begin('c', 'append', e)).reached, (pg_temp.begin_loose(d)).reached], array['["9"]', null, null]::jsonb[],
  'moves this table of d, and nothing else') from more;
create temporary table early as select (begun).* from (select pg_temp.begin('c', 'append', d) as begun from more) as x;
create temporary table restarted as select (begun).* from (select pg_temp.begin('c', 'skip', d) as begun from more) as x;
select is((pg_temp.page(id, '2')).reached, '["2"]', 'd is begun over') from restarted;
select refused(format('select pg_temp.page(%L, ''12'')', id), 'sync_would_double', 'what was under way does not go on') from early;
select lives_ok(format('select pg_temp.begin(''c'', ''append'', %L), pg_temp.begin_loose(%L)', e, d), 'the others do') from more;

-- whose rows are here is told to the site that receives them
select be_quiet();
select is((array[told[1]] || array(select unnest(told[2:]) intersect select unnest(array[a, c]) order by 1)), array[amity.sync_site_id(), a, c], 'this site first')
from ids, amity_private.sync_sites_of('public.events') as told;
select is(amity_private.sync_sites_of('public.others'), array[amity.sync_site_id()], 'of a table that nothing came to, this site');
select speak_as_service();
create temporary table before as select amity.sync_site_id() as id;
create temporary table anew as select amity.new_sync_site_id() as id;
select is(amity.sync_site_id(), id, 'a copy becomes another site') from anew;
select isnt(amity.sync_site_id(), id, 'with another id') from before;
select refused(format('select pg_temp.begin(''a2'', ''append'', %L)', id), 'sync_loop', 'whose tables have the rows of the first') from before;
select lives_ok(format('select pg_temp.begin(''a2'', ''skip'', %L)', id), 'which it receives by their keys') from before;
select be_quiet();
select ok(amity_private.sync_sites_of('public.others') @> array[id], 'and it says so') from before;

-- begun over on purpose
create table public.things (id integer primary key);
select speak_as_service();
select amity.restart_sync_table('events');
select is_empty($$select from amity.sync_transfers where table_name = 'public.events' and status = 'in_progress'$$, 'what was on its way is cancelled');
select is((pg_temp.begin('a2', 'append', a)).reached, null, 'and it begins at the start') from ids;
select refused('select amity.restart_sync_table(''a b'')', 'sync_invalid_field', 'no table, no restart');
select throws_ok('select * from amity_private.' || name, '42501', null, 'a service does not write ' || name) from unnest(array['sync_site', 'sync_positions']) as name;

select * from finish();
rollback;
