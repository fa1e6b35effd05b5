-- What the property test cannot compare: dates, causes, what ended since, and who may import.
begin;
select * from no_plan();

create function pg_temp.ids(variadic names text[]) returns text[] language sql volatile
return array(select tap.person(name)::text from unnest(names) with ordinality as n (name, i) order by i);

select tap.person(name) from unnest(array['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gil']) as name;
select speak_as_service();

-- dates and causes
select is_empty(
  $$select * from amity.import_connections(pg_temp.ids('ada', 'ben', 'cleo'), pg_temp.ids('ben', 'cleo', 'dan'),
    '{2020-01-01Z,null,2021-01-01Z}', '{2020-02-01Z,2020-03-01Z,2021-01-01Z}')$$,
  'what nothing stands against is imported'
);
select results_eq(
  $$select requested_at, responded_at from amity.connections order by requested_at$$,
  $$values ('2020-01-01Z'::timestamptz, '2020-02-01Z'::timestamptz), ('2020-03-01Z', '2020-03-01Z'),
    ('2021-01-01Z', '2021-01-01Z')$$,
  'with the dates that it had'
);
select results_eq(
  $$select action::text, cause::text, occurred_at, actor_id from amity_private.connections_history
    where requester_id = tap.person('ada')$$,
  $$values ('requested', 'import', '2020-01-01Z'::timestamptz, null::uuid), ('accepted', 'import', '2020-02-01Z', null)$$,
  'and so the history has it, as an import'
);
select is_empty(
  $$select * from amity.import_follows(pg_temp.ids('ada'), pg_temp.ids('ben'), '{2020-01-01Z}')$$,
  'a follow is imported'
);
select results_eq(
  $$select created_at, occurred_at, cause::text from amity.follows
    join amity_private.follows_history on follow_id = id$$,
  $$values ('2020-01-01Z'::timestamptz, '2020-01-01Z'::timestamptz, 'import')$$, 'with its date'
);
select is_empty(
  $$select * from amity.import_blocks(pg_temp.ids('ada'), pg_temp.ids('eve'), '{2020-01-01Z}')$$,
  'a block is imported'
);
select results_eq(
  $$select created_at, occurred_at, cause::text from amity.blocks
    join amity_private.blocks_history on block_id = id$$,
  $$values ('2020-01-01Z'::timestamptz, '2020-01-01Z'::timestamptz, 'import')$$, 'with its date'
);
select is_empty('select * from amity.verify()', 'nothing is broken');

-- what was never accepted is no connection, by whatever dates it is told
select results_eq(
  $$select * from amity.import_connections(pg_temp.ids('dan', 'dan'), pg_temp.ids('ada', 'ben'),
    array['2020-01-01Z', now() + interval '1 day'], null)$$,
  $$values (1, 'not_accepted'), (2, 'date_in_future')$$, 'a request without an answer is not imported'
);

-- again is the same as once
select results_eq(
  $$select * from amity.import_connections(pg_temp.ids('ben', 'cleo', 'dan'), pg_temp.ids('ada', 'ben', 'ada'))$$,
  $$values (1, 'already_connected'), (2, 'already_connected')$$, 'what is there is not imported again'
);

-- what a line is refused for
select results_eq(
  $$select * from amity.import_connections(
    pg_temp.ids('ada', 'ada', 'eve') || '{x,null}'::text[] || pg_temp.ids('ben', 'ben'),
    pg_temp.ids('ada', 'eve', 'ada', 'ada', 'ada', 'eve', 'eve'),
    array[null, null, null, null, null, now() + interval '1 day', '2021-01-01Z'],
    array[null, null, null, null, null, null, '2020-01-01Z'::timestamptz])$$,
  $$values (1, 'self_connection'), (2, 'blocked'), (3, 'blocked'), (4, 'person_not_found'), (5, 'person_not_found'),
    (6, 'date_in_future'), (7, 'dates_reversed')$$,
  'each refused line is told, and why'
);
select results_eq(
  $$select * from amity.import_blocks('{00000000-0000-4000-8000-000000000000}', pg_temp.ids('ada'))$$,
  $$values (1, 'person_not_found')$$, 'a blocker must be a person'
);
select is_empty(
  $$select * from amity.import_blocks(pg_temp.ids('ada'), '{00000000-0000-4000-8000-000000000000}')$$,
  'and anything can be blocked'
);

select results_eq(
  $$select * from amity.import_connections(pg_temp.ids('ada', 'ada', 'ada'), pg_temp.ids('dan', 'dan', 'dan'),
    '{-infinity,null,0001-12-31 BC}', '{2020-01-01Z,-infinity,null}')$$,
  $$values (1, 'date_invalid'), (2, 'date_invalid'), (3, 'date_invalid')$$, 'no date that few clients can read'
);

-- a connection that a person ended stays ended
select speak_as('ben');
select amity.remove_connection(tap.person('ada')) is not null;
select amity.remove_follower(tap.person('ada')) is not null;
select speak_as('ada');
select amity.unblock(tap.person('eve')) is not null;
select speak_as_service();
select results_eq(
  $$select * from amity.import_connections(pg_temp.ids('ada', 'ben'), pg_temp.ids('ben', 'ada'), null, '{2020-01-01Z,null}')$$,
  $$values (1, 'ended_since'), (2, 'ended_since')$$, 'a connection that ended is not brought back'
);
select results_eq(
  $$select * from amity.import_follows(pg_temp.ids('ada'), pg_temp.ids('ben'), '{2020-01-01Z}')$$,
  $$values (1, 'ended_since')$$, 'nor is a follow'
);
select results_eq(
  $$select * from amity.import_blocks(pg_temp.ids('ada'), pg_temp.ids('eve'), '{2020-01-01Z}')$$,
  $$values (1, 'ended_since')$$, 'nor is a block'
);
select be_quiet();
select is_empty(
  $$select * from amity.import_connections(pg_temp.ids('ada', 'ada'), pg_temp.ids('ben', 'ben'), null,
    array['2020-01-01Z', clock_timestamp(), null]) where line = 2$$, 'one of after the end is new'
);

-- an asked one is accepted, an expired one makes room
select speak_as('dan');
select amity.request_connection(tap.person('eve'), 'hello') is not null;
select speak_as_service();
select is_empty(
  $$select * from amity.import_connections(pg_temp.ids('eve'), pg_temp.ids('dan'), null, '{2020-01-01Z}')$$,
  'a request that waits is accepted'
);
select results_eq(
  $$select message, status::text, responded_at = requested_at from amity.connections
    where recipient_id = tap.person('eve')$$,
  $$values ('hello', 'accepted', true)$$, 'the row stays, and is not answered before it was asked'
);

-- a block ends what needs no tie as well
select speak_as('cleo');
select amity.dismiss_suggestion(tap.person('eve')) is not null;
select speak_as_service();
select is_empty(
  $$select * from amity.import_blocks(pg_temp.ids('eve'), pg_temp.ids('cleo'))$$, 'a block is imported'
);
select be_quiet();
select is_empty('select * from amity.dismissed_suggestions', 'a dismissal ends on it');
select speak_as_service();

-- whole switches
update amity.settings set value = 'false' where name in ('connections_enabled', 'follows_enabled');
select refused('select amity.import_connections(''{}'', ''{}'')', 'connections_disabled', 'not where connections are off');
select refused('select amity.import_follows(''{}'', ''{}'')', 'follows_disabled', 'not where follows are off');
update amity.settings set value = 'true' where name in ('connections_enabled', 'follows_enabled');
select refused(
  $$select amity.import_blocks(array_fill('x'::text, array[100001]), '{}')$$, 'import_too_large', 'not without end'
);
select refused(
  $$select amity.import_follows('{x}', array_fill('x'::text, array[100001]))$$, 'import_too_large', 'whichever list is longer'
);
select is_empty($$select * from amity.import_connections(null, null)$$, 'nothing is nothing');
select refused(
  $$select from amity.import_connections('{}', '{}'), amity.connections$$, 'import_not_alone', 'not in a query of the same ties'
);

-- what an operator did to triggers stays
select be_quiet();
alter table amity.connections enable always trigger _900_remember, disable trigger _600_award_new;
select speak_as_service();
select is_empty(
  $$select * from amity.import_connections(pg_temp.ids('fay'), pg_temp.ids('gil'))$$, 'an import, with triggers as they are'
);
select be_quiet();
select set_eq(
  $$select tgname, tgenabled from pg_trigger where tgrelid = 'amity.connections'::regclass and tgenabled <> 'O'$$,
  $$values ('_900_remember'::name, 'A'::"char"), ('_600_award_new', 'D')$$, 'and so they stay'
);
select is(
  (select count(*)::int from amity_private.connections_history where recipient_id = tap.person('gil')), 1, 'and it is remembered once'
);
alter table amity.connections enable trigger _900_remember, enable trigger _600_award_new;
select speak_as_service();

-- who may
select is(tap.outcome(speaker, format('select amity.import_%s(''{}'', ''{}'')', kind)), outcome, speaker || ' imports ' || kind)
from unnest(array['connections', 'follows']) as kind,
  (values ('ada', '42501'), ('anon', '42501'), ('signed out', '42501')) as said (speaker, outcome);
select set_config('request.jwt.claims', json_build_object('sub', tap.person('ada'))::text, true) <> '';
select refused('select amity.import_blocks(''{}'', ''{}'')', 'not_yours', 'a service must name who acts');

select be_quiet();
select is_empty('select * from amity.verify()', 'and still nothing is broken');

select * from finish();
rollback;
