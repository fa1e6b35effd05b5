-- Answering by update and by function: the row comes back once; rejected or cancelled, it leaves.
begin;
select plan(13);

select person('ada');
select speak_as('ada');
insert into amity.connections (recipient_id, message)
select person(name), 'Hello' from unnest('{ben,carl,dora,eve,fay,gus}'::text[]) as name;
create temp table asked as select * from amity.connections;
grant select on asked to authenticated;

-- accepting
select speak_as('ben');
select results_eq(
  $$update amity.connections set status = 'accepted' where requester_id = person('ada')
    returning id, requester_id, recipient_id, status::text, message, requested_at,
      responded_at between requested_at and clock_timestamp()$$,
  $$select id, requester_id, recipient_id, 'accepted', 'Hello', requested_at, true
    from asked where recipient_id = person('ben')$$,
  'accepting changes the status and dates the answer, nothing else'
);
select speak_as('carl');
select results_eq(
  $$select id, status::text, responded_at is not null from amity.accept_connection(person('ada'))$$,
  $$select id, 'accepted', true from asked where recipient_id = person('carl')$$,
  'by function'
);
select results_eq(
  'select status::text from amity.connections', $$values ('accepted')$$, 'the connection stays'
);

-- rejecting
select speak_as('dora');
select results_eq(
  $$with pgrst_source as (
      update amity.connections set status = 'rejected' where requester_id = person('ada') returning *
    )
    select id, requester_id, status::text, responded_at is not null from pgrst_source$$,
  $$select id, requester_id, 'rejected', true from asked where recipient_id = person('dora')$$,
  'rejecting returns the row'
);
select speak_as('eve');
select results_eq(
  $$select id, requester_id, status::text, responded_at is not null from amity.reject_connection(person('ada'))$$,
  $$select id, requester_id, 'rejected', true from asked where recipient_id = person('eve')$$,
  'by function'
);
select is_empty('select from amity.connections', 'which is gone then');
select results_eq(
  'select requester_id, status::text from amity.connection_requests', $$values (person('ada'), 'denied')$$,
  'the recipient sees it as denied'
);

-- cancelling
select speak_as('ada');
select results_eq(
  $$update amity.connections set status = 'cancelled' where recipient_id = person('fay')
    returning id, recipient_id, status::text, responded_at$$,
  $$select id, recipient_id, 'cancelled', null::timestamptz from asked where recipient_id = person('fay')$$,
  'cancelling returns the row, without a response'
);
select results_eq(
  $$select id, recipient_id, status::text, responded_at from amity.cancel_connection_request(person('gus'))$$,
  $$select id, recipient_id, 'cancelled', null::timestamptz from asked where recipient_id = person('gus')$$,
  'by function'
);
select set_eq(
  'select recipient_id, status::text from amity.connections',
  $$values (person('ben'), 'accepted'), (person('carl'), 'accepted')$$,
  'what is left is what was accepted'
);
select set_eq(
  'select recipient_id, status::text, message from amity.connection_requests',
  $$values (person('ben'), 'approved', null), (person('carl'), 'approved', null),
    (person('fay'), 'cancelled', null), (person('gus'), 'cancelled', null)$$,
  'the requester sees what became of each, but not who rejected'
);

select be_quiet();
select results_eq(
  $$select recipient_id, action::text, actor_id from amity_private.connections_history
    where action <> 'requested' order by entry$$,
  $$values
    (person('ben'), 'accepted', person('ben')),
    (person('carl'), 'accepted', person('carl')),
    (person('dora'), 'rejected', person('dora')),
    (person('eve'), 'rejected', person('eve')),
    (person('fay'), 'cancelled', person('ada')),
    (person('gus'), 'cancelled', person('ada'))$$,
  'each ending is in the history once'
);
select is(
  (select count(*)::int from amity.connections where status not in ('pending', 'accepted')), 0,
  'only pending and accepted rest'
);

select * from finish();
rollback;
