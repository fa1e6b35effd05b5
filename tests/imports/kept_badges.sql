-- A badge that is kept is awarded once, to each who reaches it, however many imports it takes.
begin;
select plan(5);

create function pg_temp.imported(one text, variadic others text[]) returns bigint language sql volatile as $$
  select count(*) from amity.import_connections(
    array(select person(one)::text from unnest(others)), array(select person(other)::text from unnest(others) as other)
  )
$$;
select person(name) from unnest('{ada,ben,cleo,dan,eve,fay}'::text[]) as name;
update amity.badges set kept = true;
create temporary view kept as
select name, badge from amity.kept_badges join unnest('{ada,ben,cleo,dan,eve,fay}'::text[]) as name on person(name) = person_id;

select speak_as_service();
select is(pg_temp.imported('ada', 'ben'), 0::bigint, 'one connection');
select is(pg_temp.imported('ada', 'cleo', 'dan', 'eve', 'fay') + pg_temp.imported('ben', 'cleo'), 0::bigint, 'and five more');
select be_quiet();
select set_eq(
  'select * from kept',
  $$select name, 'ice_breaker' from unnest('{ada,ben,cleo,dan,eve,fay}'::text[]) as name union all values ('ada', 'networker')$$,
  'each has the first badge once, and one of them the second'
);
create temporary table before as select * from amity.kept_badges;
select speak_as_service();
select is(pg_temp.imported('ada', 'ben', 'cleo'), 2::bigint, 'again changes nothing');
select be_quiet();
select set_eq('select * from amity.kept_badges', 'select * from before', 'nor does it award anything again');

select * from finish();
rollback;
