-- A request that has expired is none any more: both may be suggested to each other, before anything was tidied.
begin;
select plan(2);

insert into amity.connections (requester_id, recipient_id, status) values
  (tap.person('ada'), tap.person('hub'), 'accepted'), (tap.person('hub'), tap.person('ben'), 'accepted');
insert into amity.connections (requester_id, recipient_id, requested_at)
values (tap.person('ada'), tap.person('ben'), now() - interval '8 days');
select amity.set_setting('request_ttl', '7 days');

select speak_as('ada');
select results_eq('select person_id from amity.connection_suggestions()', 'select tap.person(''ben'')', 'a person whose request from me has expired');
select speak_as('ben');
select results_eq('select person_id from amity.connection_suggestions()', 'select tap.person(''ada'')', 'who asked me in vain');

select * from finish();
rollback;
