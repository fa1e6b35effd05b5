-- connections_enabled off: requests and acceptances are refused; what exists can be ended.
begin;
select plan(14);

-- ada is connected with ben, has asked carl, and was asked by dora and eve
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.request_connection(person('carl'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('dora');
select amity.request_connection(person('ada'));
select speak_as('eve');
select amity.request_connection(person('ada'));
select speak_as('fay');
select amity.request_connection(person('ada'));
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_enabled';

select speak_as('ada');
select refused(statement, 'connections_disabled', statement)
from unnest(array[
  $$insert into amity.connections (recipient_id) values (person('gus'))$$,
  $$select amity.request_connection(person('gus'))$$,
  $$insert into amity.connections (recipient_id) values (person('dora'))$$,
  $$update amity.connections set status = 'accepted' where requester_id = person('dora')$$,
  $$select amity.accept_connection(person('dora'))$$
]) as statement;

select lives_ok(statement, statement)
from unnest(array[
  $$select amity.reject_connection(person('dora'))$$,
  $$select amity.cancel_connection_request(person('carl'))$$,
  $$select amity.remove_connection(person('ben'))$$,
  $$select amity.block(person('eve'))$$,
  'delete from amity.connections'
]) as statement;
select is_empty('select from amity.connections', 'all of it has ended');

select speak_as_service();
select refused(
  format(
    'insert into amity.connections (requester_id, recipient_id, status) values (%L, %L, %L)',
    person('ada'), person('gus'), status
  ),
  'connections_disabled', 'a service, ' || status
)
from unnest('{pending,accepted}'::text[]) as status;

select be_quiet();
update amity.settings set value = 'true' where name = 'connections_enabled';
select speak_as('ada');
select lives_ok($$select amity.request_connection(person('gus'))$$, 'on again, people ask again');

select * from finish();
rollback;
