-- Requests that are refused: to oneself, to unknown ids, to people already asked or connected.
begin;
select plan(13);

select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('carl'));
select speak_as('carl');
select amity.accept_connection(person('ada'));

select speak_as('ada');
select refused(format(way, recipient), slug, format('%s: %s', slug, way))
from (values
  (person('ada'), 'self_connection'),
  (gen_random_uuid(), 'person_not_found'),
  (person('ben'), 'pending_request'),
  (person('carl'), 'already_connected')
) as cases (recipient, slug)
cross join unnest(array[
  'insert into amity.connections (recipient_id) values (%L)',
  'select amity.request_connection(%L)'
]) as way;
select refused('insert into amity.connections default values', 'person_not_found', 'a request without a recipient is refused');

select speak_as('carl');
select refused($$select amity.request_connection(person('ada'))$$, 'already_connected', 'the person who had asked cannot ask again');

select refused(
  $$insert into amity.connections (recipient_id) values (person('dora')), (person('carl'))$$,
  'self_connection', 'one bad request among several'
);
select is((amity.connection_status(person('dora'))).status, 'none', 'and none of them is made');

select speak_as('ada');
select throws_ok(
  $$insert into amity.connections (recipient_id) values ('ben')$$, '22P02', null, 'a text that is no uuid'
);

select * from finish();
rollback;
