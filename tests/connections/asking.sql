-- Asking: by every way in, one pending row and one entry in the history.
begin;
select plan(9);

select speak_as('ada');
select results_eq(
  $$insert into amity.connections (recipient_id) values (person('ben'))
    returning requester_id, recipient_id, status::text, message, responded_at$$,
  $$values (person('ada'), person('ben'), 'pending', null::text, null::timestamptz)$$,
  'a client gives the recipient only'
);
select results_eq(
  $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('carl'))
    returning status::text$$,
  $$values ('pending')$$, 'I may name myself'
);
select results_eq(
  $$insert into amity.connections (recipient_id, message) values (person('dora'), 'Hello') returning message$$,
  $$values ('Hello')$$, 'I may write along'
);
select results_eq(
  $$insert into amity.connections (recipient_id, status) values (person('dan'), 'pending') returning status::text$$,
  $$values ('pending')$$, 'I may say that the request is pending'
);
select results_eq(
  $$with pgrst_source as (
      insert into amity.connections (message, recipient_id)
      select body.message, body.recipient_id
      from json_to_recordset(json_build_array(
        json_build_object('recipient_id', person('eve'), 'message', 'Hi'),
        json_build_object('recipient_id', person('fay'))
      )) as body (message text, recipient_id uuid)
      returning *
    )
    select recipient_id, status::text, message from pgrst_source$$,
  $$values (person('eve'), 'pending', 'Hi'), (person('fay'), 'pending', null)$$,
  'as PostgREST writes it, several at once'
);
select results_eq(
  $$select requester_id, recipient_id, status::text, message from amity.request_connection(person('gus'))$$,
  $$values (person('ada'), person('gus'), 'pending', null::text)$$,
  'by function'
);
select results_eq(
  $$select recipient_id, message from amity.request_connection(person => person('hal'), message => 'Yo')$$,
  $$values (person('hal'), 'Yo')$$,
  'by function, with a message'
);

select be_quiet();
select results_eq(
  $$select requester_id, recipient_id, action::text, actor_id, cause::text
    from amity_private.connections_history order by entry$$,
  $$select person('ada'), person(name), 'requested', person('ada'), 'user'
    from unnest('{ben,carl,dora,dan,eve,fay,gus,hal}'::text[]) as name$$,
  'each is in the history, once'
);
select is_empty(
  $$select from amity.connections
    where requested_at not between transaction_timestamp() and clock_timestamp()
      or responded_at is not null or substr(id::text, 15, 1) <> '7'$$,
  'asked now, not answered, with an id that sorts by time'
);

select * from finish();
rollback;
