-- max_connections: neither side of a new connection may have that many already.
begin;
select plan(17);

select person('ada');
update amity.settings set value = '0' where name = 'max_connections';
select speak_as('ada');
select lives_ok($$select amity.request_connection(person('ben'))$$, '0: people ask');
select speak_as('ben');
select refused($$select amity.accept_connection(person('ada'))$$, 'limit_reached', 'a cap of 0 refuses every acceptance');
select lives_ok($$select amity.reject_connection(person('ada'))$$, '0: people reject');

-- ada has two: one she asked, one who asked her
select be_quiet();
update amity.settings set value = '2' where name = 'max_connections';
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('dora'));
select amity.request_connection(person('eve'));
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('fay');
select amity.request_connection(person('ada'));
select speak_as('ben');
select is((amity.accept_connection(person('ada'))).status, 'accepted', '2: the first');
select speak_as('ada');
select is((amity.accept_connection(person('carl'))).status, 'accepted', '2: the last place');

select refused($$select amity.accept_connection(person('fay'))$$, 'limit_reached', 'a person at the cap cannot accept');
select refused(
  $$insert into amity.connections (recipient_id) values (person('fay'))$$, 'limit_reached',
  'a person at the cap cannot accept by a crossing request'
);
select speak_as('dora');
select refused(
  $$update amity.connections set status = 'accepted'$$, 'limit_reached', 'a requester at the cap cannot be accepted'
);
select speak_as('eve');
select refused(
  $$select amity.request_connection(person('ada'))$$, 'limit_reached', 'a crossing request to a person at the cap is refused'
);
select speak_as('gus');
select is((amity.request_connection(person('ada'))).status, 'pending', 'a person at the cap can be asked');

select speak_as_service();
select refused(
  format(
    $$insert into amity.connections (requester_id, recipient_id, status) values (%L, %L, 'accepted')$$,
    person(one), person(other)
  ),
  'limit_reached', format('a service cannot connect a person at the cap: %s to %s', one, other)
)
from (values ('ada', 'hal'), ('hal', 'ada')) as cases (one, other);

select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';
select speak_as('ada');
select refused(
  $$select amity.request_connection(person('hal'))$$, 'limit_reached',
  'without approval, the cap of the requester holds'
);
select speak_as('hal');
select refused($$select amity.request_connection(person('ada'))$$, 'limit_reached', 'and the cap of the recipient');

-- room again
select speak_as('ada');
select amity.remove_connection(person('ben'));
select speak_as('dora');
select is((amity.accept_connection(person('ada'))).status, 'accepted', 'a place that was left is taken');

-- a lower cap ends nothing, no cap stops nothing
select be_quiet();
update amity.settings set value = '1' where name = 'max_connections';
select is(
  (select count(*) from amity.connections where status = 'accepted'), 2::bigint, 'a lower cap ends nothing'
);
update amity.settings set value = null where name = 'max_connections';
select speak_as('eve');
select is((amity.accept_connection(person('ada'))).status, 'accepted', 'without a cap there is always room');

select * from finish();
rollback;
