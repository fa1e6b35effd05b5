-- Null is no person.
begin;
select plan(13);

select speak_as('ada');
select amity.request_connection(person('ben'));
select refused(statement, slug, statement)
from (values
  ('insert into amity.connections (recipient_id) values (null)', 'person_not_found'),
  ('insert into amity.connections (requester_id, recipient_id) values (null, null)', 'person_not_found'),
  ('select amity.request_connection(null)', 'person_not_found'),
  ('select amity.request_connection(null, null)', 'person_not_found'),
  ('select amity.accept_connection(null)', 'request_not_found'),
  ('select amity.reject_connection(null)', 'request_not_found'),
  ('select amity.cancel_connection_request(null)', 'request_not_found'),
  ('select amity.remove_connection(null)', 'not_connected')
) as cases (statement, slug);
select refused('update amity.connections set status = null', 'status_invalid', 'a status is always one');
select is((amity.connection_status(null::uuid)).status, 'none', 'the status with null is none');
select is_empty('select amity.mutual_connections(null)', 'there are no mutual connections with null');
select is(amity.mutual_connections_count(null), 0::bigint, 'none of them');
select is((amity.request_connection(person('carl'), null)).message, null, 'a message may be null');

select * from finish();
rollback;
