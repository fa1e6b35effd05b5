-- Suggestions: friends of friends, those with the most friends in common first; never a person I have a tie or a block with.
begin;
select plan(24);

-- Connects two people past any waiting.
create function pg_temp.connect(one text, other text) returns void language sql as $$
  insert into amity.connections (requester_id, recipient_id, status) values (tap.person(one), tap.person(other), 'accepted')
$$;
create function pg_temp.suggested(who text, max_rows integer default 10) returns text[] language plpgsql as $$
declare
  v_ids uuid[];
begin
  perform speak_as(who);
  v_ids := array(select person_id from amity.connection_suggestions(max_rows));
  perform be_quiet();
  return array(
    select name from unnest(v_ids) with ordinality as suggestions (id, place)
    left join names on tap.person(name) = suggestions.id order by place
  );
end
$$;

create temporary table names as
select unnest(array['ada', 'f1', 'f2', 'f3', 'three', 'two', 'one', 'asked by me', 'asks me', 'friend', 'blocked', 'blocks me', 'dismissed', 'far']) as name;

select is(pg_temp.suggested('ada'), '{}', 'without friends there is no suggestion');
select pg_temp.connect('ada', 'f1'), pg_temp.connect('f2', 'ada'), pg_temp.connect('ada', 'f3');
select is(pg_temp.suggested('ada'), '{}', 'friends without friends give no suggestion, least of all me');

select pg_temp.connect('f1', 'three'), pg_temp.connect('three', 'f2'), pg_temp.connect('f3', 'three');
select pg_temp.connect('two', 'f1'), pg_temp.connect('f2', 'two'), pg_temp.connect('one', 'f3');
select pg_temp.connect('three', 'far');
select is(pg_temp.suggested('ada'), '{three,two,one}', 'most in common first, whichever of the two asked; and no person farther away');

select speak_as('ada');
select results_eq(
  'select person_id, mutual_count from amity.connection_suggestions()',
  $$values (tap.person('three'), 3::bigint), (tap.person('two'), 2::bigint), (tap.person('one'), 1::bigint)$$,
  'with how many in common'
);
select is_empty(
  'select person_id from amity.connection_suggestions() where mutual_count <> amity.mutual_connections_count(person_id)',
  'as many as are counted otherwise'
);
select be_quiet();

select is(pg_temp.suggested('ada', max_rows), wanted::text[], 'at most ' || max_rows)
from (values (0, '{}'), (-1, '{}'), (1, '{three}'), (2, '{three,two}'), (1000, '{three,two,one}'), (2147483647, '{three,two,one}'))
  as cases (max_rows, wanted);
select lives_ok('select * from amity.connection_suggestions(null)', 'null is no error');

-- each of these has as much in common with ada as anybody
select pg_temp.connect(name, 'f1'), pg_temp.connect(name, 'f2'), pg_temp.connect('f3', name)
from unnest(array['asked by me', 'asks me', 'friend', 'blocked', 'blocks me', 'dismissed']) as name;
select is(cardinality(pg_temp.suggested('ada', 100)), 9, 'six more');

select speak_as('ada');
select amity.request_connection(tap.person('asked by me'));
select is(pg_temp.suggested('ada') && '{asked by me}', false, 'no person I asked');
select speak_as('asks me');
select amity.request_connection(tap.person('ada'));
select is(pg_temp.suggested('ada') && '{asks me}', false, 'no person who asked me');
select is(pg_temp.suggested('asks me') && '{ada}', false, 'nor I to them');
select pg_temp.connect('friend', 'ada');
select is(pg_temp.suggested('ada') && '{friend}', false, 'no person I am connected with');
select speak_as('ada');
select amity.block(tap.person('blocked'));
select is(pg_temp.suggested('ada') && '{blocked}', false, 'no person I blocked');
select is(pg_temp.suggested('blocked') && '{ada}', false, 'nor I to them');
select speak_as('blocks me');
select amity.block(tap.person('ada'));
select is(pg_temp.suggested('ada') && '{blocks me}', false, 'no person who blocked me');
select speak_as('ada');
select amity.dismiss_suggestion(tap.person('dismissed'));
select is(pg_temp.suggested('ada') && '{dismissed}', false, 'no person I dismissed');
select is(pg_temp.suggested('dismissed') && '{ada}', true, 'which says nothing to them');
select is(pg_temp.suggested('ada'), '{three,two,one}', 'all the others are there as before');

select speak_as('ada');
select amity.cancel_connection_request(tap.person('asked by me')), amity.unblock(tap.person('blocked')),
  amity.restore_suggestion(tap.person('dismissed'));
select is(
  (select array_agg(name order by name) from unnest(pg_temp.suggested('ada')) as name where name in ('asked by me', 'blocked', 'dismissed')),
  '{asked by me,blocked,dismissed}', 'what ends makes them possible again'
);

select * from finish();
rollback;
