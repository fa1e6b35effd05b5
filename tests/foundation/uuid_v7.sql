-- amity.uuid_v7(): RFC 9562, version 7.
begin;
select plan(7);

create temporary table made as
select number, amity.uuid_v7() as id, clock_timestamp() as at from generate_series(1, 10000) as number;

select is(count(distinct id), 10000::bigint, 'ten thousand are ten thousand different ones') from made;
select is_empty($$select id from made where substr(id::text, 15, 1) <> '7'$$, 'the version is 7');
select is_empty($$select id from made where substr(id::text, 20, 1) not in ('8', '9', 'a', 'b')$$, 'the variant is 10');
select is_empty($$
  select id from made
  where abs(('x' || left(translate(id::text, '-', ''), 12))::bit(48)::bigint - extract(epoch from at) * 1000) > 1000
$$, 'it begins with the milliseconds since 1970');
-- two of the same microsecond may come in either order
select cmp_ok(count(*), '<', 100::bigint, 'the next one sorts after the last one') from (
  select left(id::text, 18) < lag(left(id::text, 18)) over (order by number) as back from made
) as pairs where back;
select cmp_ok(count(distinct right(id::text, 16)), '>', 9990::bigint, 'and ends at random') from made;

select speak_as('ada');
select isnt(amity.uuid_v7(), amity.uuid_v7(), 'a client may make one');

select * from finish();
rollback;
