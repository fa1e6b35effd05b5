-- my_connections: my side of each connection, whichever of the two asked.
begin;
select plan(6);

-- ben asked ada, ada asked carl, and dora still waits
select speak_as('ben');
select amity.request_connection(person('ada'));
select speak_as('ada');
select amity.request_connection(person('carl'));
select amity.accept_connection(person('ben'));
select speak_as('dora');
select amity.request_connection(person('ada'));
select speak_as('carl');
select amity.accept_connection(person('ada'));

select speak_as('ada');
select results_eq(
  'select person_id, asked_by_me from amity.my_connections order by connected_at',
  $$values (person('ben'), false), (person('carl'), true)$$,
  'each with whether I asked; requests are not among them'
);
select is_empty(
  $$select from amity.my_connections join amity.connections using (id)
    where connected_at is distinct from responded_at$$,
  'since the answer'
);
select speak_as('ben');
select results_eq(
  'select person_id, asked_by_me from amity.my_connections', $$values (person('ada'), true)$$,
  'the other side sees it the other way round'
);
select speak_as('dora');
select is_empty('select from amity.my_connections', 'who waits has none');
select speak_as('ada');
select amity.remove_connection(person('carl'));
select results_eq(
  'select person_id from amity.my_connections', $$values (person('ben'))$$, 'what was removed is gone'
);

select be_quiet();
select columns_are(
  'amity', 'my_connections', '{id,person_id,connected_at,asked_by_me}', 'nothing else is in it'
);

select * from finish();
rollback;
