-- Who may not answer what, by function; who_may_do_what.sql has the same for the table.
begin;
select plan(16);

-- ada waits for ben, and is connected with carl
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('carl'));
select speak_as('carl');
select amity.accept_connection(person('ada'));

select refused(
  concat(speak_as(speaker), format('select amity.%I(%L)', act, person(other))),
  slug, format('%s: %s(%s)', speaker, act, other)
)
from (values
  ('ada', 'accept_connection', 'ben', 'not_recipient'),
  ('ada', 'reject_connection', 'ben', 'not_recipient'),
  ('ben', 'cancel_connection_request', 'ada', 'not_requester'),
  ('ada', 'accept_connection', 'carl', 'not_pending'),
  ('ada', 'reject_connection', 'carl', 'not_pending'),
  ('ada', 'cancel_connection_request', 'carl', 'not_pending'),
  ('carl', 'accept_connection', 'ada', 'not_pending'),
  ('carl', 'reject_connection', 'ada', 'not_pending'),
  ('ben', 'accept_connection', 'carl', 'request_not_found'),
  ('ben', 'reject_connection', 'carl', 'request_not_found'),
  ('ben', 'cancel_connection_request', 'carl', 'request_not_found'),
  ('ben', 'accept_connection', 'ben', 'request_not_found')
) as cases (speaker, act, other, slug);
select speak_as('ada');
select refused(format('select amity.%I(gen_random_uuid())', act), 'request_not_found', act || ': an unknown id')
from unnest('{accept_connection,reject_connection,cancel_connection_request}'::text[]) as act;

select speak_as('ben');
select amity.reject_connection(person('ada'));
select refused(
  $$select amity.reject_connection(person('ada'))$$, 'request_not_found', 'a second click finds nothing'
);

select * from finish();
rollback;
