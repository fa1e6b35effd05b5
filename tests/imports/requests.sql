-- Requests that wait elsewhere wait here, by the rules of an act.
begin;
select plan(15);

create function pg_temp.ids(variadic names text[]) returns text[] language sql volatile
return array(select tap.person(name)::text from unnest(names) with ordinality as n (name, i) order by i);

select pg_temp.ids('ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida') is not null;
select speak_as('cleo');
select amity.block(tap.person('ada')) is not null;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status, requested_at, responded_at)
values (tap.person('dan'), tap.person('eve'), 'accepted', now(), now());

select is_empty(
  $$select * from amity.import_requests(pg_temp.ids('ada', 'ben'), pg_temp.ids('ben', 'cleo'), '{2020-01-01Z,null}')$$,
  'what nothing stands against is imported'
);
select results_eq(
  $$select status::text, requested_at = '2020-01-01Z', responded_at from amity.connections
    where requester_id = tap.person('ada')$$,
  $$values ('pending', true, null::timestamptz)$$, 'it waits, with its date'
);
select results_eq(
  $$select action::text, cause::text, occurred_at, actor_id from amity_private.connections_history
    where requester_id = tap.person('ada')$$,
  $$values ('requested', 'import', '2020-01-01Z'::timestamptz, null::uuid)$$, 'the history has it once, as an import'
);
select results_eq(
  $$select * from amity.import_requests(
    pg_temp.ids('ada', 'ada', 'ada', 'cleo', 'dan', 'dan', 'dan') || '{x,null}'::text[],
    pg_temp.ids('ada', 'ben', 'cleo', 'ada', 'eve', 'fay', 'fay', 'ada', 'ada'),
    array[null, null, null, null, null, now() + interval '1 day', '-infinity', null, null])$$,
  $$values (1, 'self_connection'), (2, 'pending_request'), (3, 'blocked'), (4, 'blocked'), (5, 'already_connected'),
    (6, 'date_in_future'), (7, 'date_invalid'), (8, 'person_not_found'), (9, 'person_not_found')$$,
  'each refused line is told, and why'
);
select is_empty(
  $$select * from amity.import_requests(pg_temp.ids('fay', 'gil'), pg_temp.ids('gil', 'fay'))$$, 'two that cross'
);
select results_eq(
  $$select status::text from amity.connections where requester_id = tap.person('fay')$$, $$values ('accepted')$$,
  'are one connection'
);

-- what ended here since
select speak_as('ben');
select amity.reject_connection(tap.person('ada')) is not null;
select speak_as_service();
select results_eq(
  $$select * from amity.import_requests(pg_temp.ids('ada', 'ben'), pg_temp.ids('ben', 'ada'), '{2020-01-01Z,null}')$$,
  $$values (1, 'ended_since'), (2, 'ended_since')$$, 'a request that was rejected here does not wait again'
);

-- settings
update amity.settings set value = 'false' where name = 'connections_need_approval';
select is_empty(
  $$select * from amity.import_requests(pg_temp.ids('hal'), pg_temp.ids('ida'))$$,
  'where no approval is needed, one is a connection at once'
);
delete from amity.connections where requester_id = tap.person('hal');
update amity.settings set value = 'true' where name = 'connections_need_approval';
update amity.settings set value = '30 days' where name = 'request_ttl';
select results_eq(
  $$select * from amity.import_requests(pg_temp.ids('ada'), pg_temp.ids('gil'), '{2020-01-01Z}')$$,
  $$values (1, 'request_expired')$$, 'one that would have expired is refused'
);
update amity.settings set value = '1' where name in ('max_pending_sent', 'max_connections');
select is_empty(
  $$select * from amity.import_requests(pg_temp.ids('gil', 'gil'), pg_temp.ids('ada', 'eve'))$$,
  'how many a person may send is no matter of a service'
);
select results_eq(
  $$select * from amity.import_requests(pg_temp.ids('ada'), pg_temp.ids('gil'))$$,
  $$values (1, 'limit_reached')$$, 'how many connections a person may have is'
);
update amity.settings set value = 'false' where name = 'connections_enabled';
select refused('select amity.import_requests(''{}'', ''{}'')', 'connections_disabled', 'not where connections are off');
update amity.settings set value = 'true' where name = 'connections_enabled';
select refused(
  $$select amity.import_requests(array_fill('x'::text, array[100001]), '{}')$$, 'import_too_large', 'not without end'
);
select is(tap.outcome('ada', 'select amity.import_requests(''{}'', ''{}'')'), '42501', 'a person imports none');
select be_quiet();
select is_empty('select * from amity.verify()', 'nothing is broken');

select * from finish();
rollback;
