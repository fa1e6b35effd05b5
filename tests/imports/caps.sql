-- A cap takes the lines in their order, and in no time, whatever hangs on what.
begin;
select * from no_plan();

select tap.person(name) from unnest(array['ada', 'ben', 'cleo']) as name;
create function pg_temp.id(name text) returns text language sql volatile return tap.person(name)::text;
update amity.settings set value = '1' where name in ('max_connections', 'max_following');

-- what repeats a line that found no room is not there already
select speak_as_service();
select results_eq(
  $$select * from amity.import_connections(
    array[pg_temp.id('ada'), pg_temp.id('ben'), pg_temp.id('cleo'), pg_temp.id('ben')],
    array[pg_temp.id('ben'), pg_temp.id('cleo'), pg_temp.id('ben'), pg_temp.id('ada')])$$,
  $$values (2, 'limit_reached'), (3, 'limit_reached'), (4, 'already_connected')$$, 'either way round'
);
select results_eq(
  $$select * from amity.import_follows(
    array[pg_temp.id('ada'), pg_temp.id('ada'), pg_temp.id('ada'), pg_temp.id('ada')],
    array[pg_temp.id('ben'), pg_temp.id('cleo'), pg_temp.id('cleo'), pg_temp.id('ben')])$$,
  $$values (2, 'limit_reached'), (3, 'limit_reached'), (4, 'already_following')$$, 'and one way'
);

-- a chain, in which whether each line is taken hangs on the one before
select be_quiet();
create temporary table chain as select md5('link ' || n)::uuid as id, n from generate_series(1, 3001) as n;
insert into amity.people (id) select id from chain;
set local statement_timeout = '180s';
select is(
  (select array_agg(line order by line) from amity.import_connections(
    (select array_agg(id::text order by n) from chain where n <= 3000),
    (select array_agg(id::text order by n) from chain where n > 1))),
  (select array_agg(n) from generate_series(2, 3000, 2) as n),
  'every second one is taken'
);
reset statement_timeout;
select is_empty('select * from amity.verify()', 'nothing is broken');

select * from finish();
rollback;
