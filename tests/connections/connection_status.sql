-- connection_status: what a person and I are to each other, from my side.
begin;
select plan(20);

-- ada asked ben, was asked by carl, is connected with dora and eve, rejected fay; gus, a person she asked, blocked her
select person('ada');
select speak_as('ada');
select amity.request_connection(person(name)) from unnest('{ben,dora,gus}'::text[]) as name;
select speak_as('carl');
select amity.request_connection(person('ada'));
select speak_as('dora');
select amity.accept_connection(person('ada'));
select speak_as('eve');
select amity.request_connection(person('ada'));
select speak_as('fay');
select amity.request_connection(person('ada'));
select speak_as('gus');
select amity.block(person('ada'));
select speak_as('ada');
select amity.accept_connection(person('eve'));
select amity.reject_connection(person('fay'));

select is((amity.connection_status(person(name))).status::text, mine, format('ada about %s: %s', name, mine))
from (values
  ('ben', 'pending_sent'), ('carl', 'pending_received'), ('dora', 'accepted'), ('eve', 'accepted'),
  ('fay', 'none'), ('gus', 'none'), ('hal', 'none'), ('ada', 'none')
) as cases (name, mine);
select is((amity.connection_status(gen_random_uuid())).status, 'none', 'about an unknown id: none');

select is(
  concat(speak_as(name), (amity.connection_status(person('ada'))).status),
  theirs, format('%s about ada: %s', name, theirs)
)
from (values
  ('ben', 'pending_received'), ('carl', 'pending_sent'), ('dora', 'accepted'), ('eve', 'accepted'),
  ('fay', 'none'), ('gus', 'none'), ('hal', 'none')
) as cases (name, theirs);
select speak_as('ben');
select is((amity.connection_status(person('dora'))).status, 'none', 'about what others have: none');


-- with the id of what there is, to answer it
select be_quiet();
create temp table ids as select id, requester_id from amity.connections;
grant select on ids to public;
select speak_as('ada');
select is((amity.connection_status(person('carl'))).connection_id, (select id from ids where requester_id = person('carl')), 'the id of a request');
select is((amity.connection_status(person('eve'))).connection_id, (select id from ids where requester_id = person('eve')), 'the id of a connection');
select is((amity.connection_status(person('fay'))).connection_id, null, 'none of what is over');

select * from finish();
rollback;
