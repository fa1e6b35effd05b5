-- What is imported has ids like everything else: of version 7, of this moment, and no two alike.
begin;
select plan(16);

select person(name) from unnest(array['ada', 'ben', 'carl']) as name;
select speak_as_service();
select is_empty(
  format(
    'select * from amity.import_%s(array[%L, %L, %L], array[%L, %L, %L])', kind,
    person('ada'), person('ben'), person('carl'), person('ben'), person('carl'), person('ada')
  ), kind || ': all of them'
)
from unnest(array['connections', 'follows', 'blocks']) as kind;

select be_quiet();
create temporary table made as
select connection_id as id from amity_private.connections_history where action = 'accepted'
union all select follow_id from amity_private.follows_history where action = 'followed'
union all select id from amity.blocks;
select is(
  (
    count(distinct id),
    bool_and(id::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'),
    bool_and(
      abs(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - extract(epoch from clock_timestamp()) * 1000)
        < 60000
    )
  ),
  (9::bigint, true, true), 'their ids'
)
from made;

select is(
  amity_private.as_uuids(array[key]), (amity_private.as_uuids(array[key, 'ada']))[:1],
  format('%L is the same uuid, or none, whatever stands beside it', key)
)
from unnest(array[
  'a0000000-0000-4000-8000-00000000000a', 'A0000000-0000-4000-8000-00000000000A',
  '{a0000000-0000-4000-8000-00000000000a}', 'a0000000000040008000-00000000000a',
  'a000-0000-0000-4000-8000-0000-0000-000a', 'a0000000-0000-4000-8000-00000000000a-',
  '{a0000000-0000-4000-8000-00000000000a', 'a0000000-0000-4000-8000-00000000000a}',
  'a00-00000-0000-4000-8000-00000000000a', E'a0000000-0000-4000-8000-00000000000a\n', '', null
]) as key;

select * from finish();
rollback;
