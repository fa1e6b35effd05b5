-- remove_connection: either side ends a connection, and only a connection.
begin;
select plan(9);

-- ada is connected with ben and carl, and has asked dora
select speak_as('ada');
select amity.request_connection(person(name)) from unnest('{ben,carl,dora}'::text[]) as name;
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('carl');
select amity.accept_connection(person('ada'));

select results_eq(
  $$select requester_id, recipient_id, status::text from amity.remove_connection(person('ada'))$$,
  $$values (person('ada'), person('carl'), 'accepted')$$, 'the recipient ends it, and gets it as it was'
);
select refused($$select amity.remove_connection(person('ada'))$$, 'not_connected', 'it ends once');
select refused(
  $$select amity.remove_connection(person('ben'))$$, 'not_connected', 'what others have is not mine to end'
);
select speak_as('ada');
select results_eq(
  $$select recipient_id, status::text from amity.remove_connection(person('ben'))$$,
  $$values (person('ben'), 'accepted')$$, 'the requester ends it'
);
select refused(
  $$select amity.remove_connection(person('dora'))$$, 'not_connected',
  'a request is no connection: the requester'
);
select refused(
  $$select amity.remove_connection(person('ada'))$$, 'not_connected', 'a person is not connected with themselves'
);
select refused(
  $$select amity.remove_connection(gen_random_uuid())$$, 'not_connected', 'or with an unknown id'
);
select speak_as('dora');
select refused(
  $$select amity.remove_connection(person('ada'))$$, 'not_connected',
  'a request is no connection: the recipient'
);
select is((amity.connection_status(person('ada'))).status, 'pending_received', 'and still waits');

select * from finish();
rollback;
