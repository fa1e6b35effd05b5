-- An update of status answers: the recipient approves or denies, the requester cancels, once.
begin;
select plan(22);

select person(name) from unnest('{ada,ben,carl,dora,eve}'::text[]) as name;
select speak_as('ada');
insert into amity.connection_requests (recipient_id, message)
select person(name), 'hello' from unnest('{ben,carl,dora,eve}'::text[]) as name;

select refused(format('update amity.connection_requests set status = %L', status), slug, format('the requester: %s', status))
from (values ('approved', 'not_recipient'), ('denied', 'not_recipient'), ('expired', 'answer_invalid')) as cases (status, slug);
select refused('update amity.connection_requests set status = null', 'status_invalid', 'the requester: nothing');
select is_empty(
  $$update amity.connection_requests set status = 'pending' where status <> 'pending' returning 1$$, 'what is pending stays so'
);

select speak_as('ben');
select refused($$update amity.connection_requests set status = 'cancelled'$$, 'not_requester', 'the recipient does not cancel');
select results_eq(
  $$with pgrst_source as (
      update amity.connection_requests set status = 'approved' where requester_id = person('ada') returning *
    )
    select requester_id, recipient_id, status::text, message, actioned_at is not null, expires_at from pgrst_source$$,
  $$values (person('ada'), person('ben'), 'approved', null::text, true, null::timestamptz)$$, 'approved'
);
select is((amity.connection_status(person('ada'))).status, 'accepted', 'it is a connection');
select speak_as('carl');
select results_eq(
  $$update amity.connection_requests set status = 'denied' returning status::text, actioned_at is not null$$,
  $$values ('denied', true)$$, 'denied'
);
select is((amity.connection_status(person('ada'))).status, 'none', 'it is gone');
select speak_as('ada');
select results_eq(
  $$update amity.connection_requests set status = 'cancelled' where recipient_id = person('dora')
    returning status::text, actioned_at is not null$$,
  $$values ('cancelled', true)$$, 'cancelled'
);

-- what has ended is in the view as well, and stays as it is
select refused(
  format('update amity.connection_requests set status = %L where recipient_id = %L', said, person(name)), 'not_pending',
  format('%s cannot be %s any more', stands, said)
) from (values ('ben', 'approved', 'cancelled'), ('dora', 'cancelled', 'approved')) as cases (name, stands, said);
select speak_as('carl');
select refused($$update amity.connection_requests set status = 'approved'$$, 'not_pending', 'denied cannot be approved any more');
select results_eq(
  $$update amity.connection_requests set status = 'denied' returning status::text$$, $$values ('denied')$$,
  'denying twice says nothing new'
);

select speak_as('zoe');
select is_empty($$update amity.connection_requests set status = 'cancelled' returning 1$$, 'a third person finds none');
select speak_as('ada');
select throws_ok(format('update amity.connection_requests set %s', set), '42501', null, set)
from unnest(array['message = null', 'recipient_id = requester_id', 'requested_at = now()']) as set;
select refused('delete from amity.connection_requests', 'not_writable', 'a request is not deleted through the view: it is cancelled');

-- over by itself
select speak_as_service();
select amity.set_setting('request_ttl', '0');
select speak_as('eve');
select refused($$update amity.connection_requests set status = 'approved'$$, 'request_expired', 'what has expired is over');
select speak_as_anon();
select throws_ok($$update amity.connection_requests set status = 'approved'$$, '42501', null, 'anon answers nothing');

select * from finish();
rollback;
