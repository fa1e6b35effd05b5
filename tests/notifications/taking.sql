-- superuser
-- A service takes what people were told, the oldest first, each once.
begin;
select plan(17);

create function pg_temp.taken(max_rows integer default 100) returns text[] language sql volatile return (
  select coalesce(array_agg(kind::text order by id), '{}') from amity.take_notifications(max_rows)
);
select speak_as_service();
select refused('select * from amity.take_notifications()', 'taking_disabled', 'as installed none are kept to be taken');
select speak_as('ada');
select amity.follow(person('ben'));
select throws_ok('select * from amity.take_notifications()', '42501', null, 'a person takes none');
select speak_as_service();
select amity.set_setting('notifications_are_taken', 'true');
select is(pg_temp.taken(), '{}', 'what was told before is not taken');

select connect('ada', 'carl');
select speak_as('ada');
select amity.request_connection(person('dora')), amity.follow(person('dora'));
select speak_as_service();
select is(pg_temp.taken(1), '{request_accepted}', 'the oldest comes first, and a request that was answered not at all');
select is(pg_temp.taken(0), '{}', 'no more than was asked for');
select results_eq(
  'select person_id, kind::text, actor_id from amity.take_notifications()',
  $$values (person('dora'), 'request_received', person('ada')), (person('dora'), 'followed', person('ada'))$$, 'whose it is, and what happened'
);
select is(pg_temp.taken(), '{}', 'each is taken once');
select speak_as('dora');
select is(read_of(), '{request_received,followed}', 'to be taken is not to be read');

-- what is gone is not taken
select speak_as('ada');
select amity.follow(person('emil'));
select amity.unfollow(person('emil'));
select speak_as_service();
select is(pg_temp.taken(), '{}', 'what is gone is not taken');
select speak_as('ben');
select amity.follow(person('dora'));
select speak_as_service();
select is((select tidied from amity.tidy() where kind = 'notifications'), 0::bigint, 'tidying counts none of it');
select be_quiet();
select is((select count(*) from amity_private.untaken_notifications), 1::bigint, 'but clears it away');
select speak_as_service();
select is(pg_temp.taken(), '{followed}', 'and nothing else');

-- a step-back
select speak_as('carl');
select amity.step_back_from(person('ada'));
select speak_as('ada');
select amity.follow(person('carl'));
select speak_as('ben');
select amity.follow(person('carl'));
select speak_as_service();
select results_eq('select actor_id from amity.take_notifications()', $$values (person('ben'))$$, 'what is withheld from its owner waits, and nothing else');
select is(pg_temp.taken(), '{}', 'as long as the step-back lasts');
select speak_as('carl');
select amity.return_to(person('ada'));
select speak_as_service();
select results_eq('select person_id from amity.take_notifications(null)', $$values (person('carl'))$$, 'and is taken afterwards');

-- and one that is over by itself
select speak_as('carl');
select amity.step_back_from(person('ada'), clock_timestamp() + interval '1 hour');
select speak_as('ada');
select amity.unfollow(person('carl'));
select amity.follow(person('carl'));
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 hours', until = now() - interval '1 hour';
set local session_replication_role = origin;
select speak_as_service();
select results_eq('select person_id from amity.take_notifications()', $$values (person('carl'))$$, 'also where the step-back ended by itself');

select amity.set_setting('notifications_are_taken', 'false');
select refused('select * from amity.take_notifications()', 'taking_disabled', 'switched off, none are taken');

select * from finish();
rollback;
