-- Signed out, or not one of the people here: nothing is written, and there is nothing to read.
begin;
select plan(91);

select speak_as('ada');
select amity.request_connection(person('ben'));
select be_quiet();
create temp table strangers as
  select * from (values
    ('no sub', '{"role": "authenticated"}'::json, 'signed_out'),
    ('an empty sub', '{"sub": ""}', 'signed_out'),
    ('a sub that is no uuid', '{"sub": "ada"}', 'signed_out'),
    ('no claims', null, 'signed_out'),
    ('a person who has not joined', '{"sub": "00000000-0000-4000-8000-000000000000"}', 'not_joined')
  ) as strangers (who, claims, slug);
grant select on strangers to authenticated;

select refused(concat(_speak('authenticated', claims), statement), slug, format('%s: %s', who, statement))
from strangers
cross join unnest(array[
  $$insert into amity.connections (recipient_id) values (person('ben'))$$,
  $$insert into amity.connections (requester_id, recipient_id) values (person('ada'), person('carl'))$$,
  $$insert into amity.connections (recipient_id) values (null)$$,
  $$update amity.connections set status = 'accepted'$$,
  'delete from amity.connections',
  $$select amity.request_connection(person('ben'))$$,
  $$select amity.accept_connection(person('ada'))$$,
  $$select amity.reject_connection(person('ada'))$$,
  $$select amity.cancel_connection_request(person('ben'))$$,
  $$select amity.remove_connection(person('ada'))$$
]) as statement;

select is_empty(concat(_speak('authenticated', claims), statement), format('%s: %s', who, statement))
from strangers
cross join unnest(array[
  'select from amity.connections',
  'select from amity.connections_history',
  'select from amity.my_connections',
  'select from amity.connection_requests',
  $$select from amity.mutual_connections(person('ada'))$$,
  $$select where amity.mutual_connections_count(person('ada')) <> 0$$,
  $$select where (amity.connection_status(person('ada'))).status <> 'none'$$,
  'select where amity.pending_requests_count() <> 0'
]) as statement;

select be_quiet();
select results_eq(
  'select status::text from amity.connections', $$values ('pending')$$, 'what others have is as it was'
);

select * from finish();
rollback;
