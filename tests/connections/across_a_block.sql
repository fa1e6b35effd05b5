-- Across a block every act is refused: the blocker is told why, the blocked person hears what an unknown id answers.
begin;
select plan(31);

-- ben blocked ada; carl had asked ada, and blocked her; ada had asked dora, who blocked her
select person('ada');
select speak_as('ben');
select amity.block(person('ada'));
select speak_as('carl');
select amity.request_connection(person('ada'));
select amity.block(person('ada'));
select speak_as('ada');
select amity.request_connection(person('dora'));
select speak_as('dora');
select amity.block(person('ada'));

select refused(
  concat(speak_as(speaker), format(template, person(other))),
  slug, format('%s: %s', speaker, format(template, other))
)
from (values
  ('ben', 'ada', 'blocked'), ('carl', 'ada', 'blocked'), ('dora', 'ada', 'blocked'),
  ('ada', 'ben', 'person_not_found'), ('ada', 'carl', 'person_not_found'), ('ada', 'dora', 'person_not_found')
) as cases (speaker, other, slug)
cross join unnest(array[
  'insert into amity.connections (recipient_id) values (%L)',
  'select amity.request_connection(%L)'
]) as template;

-- what was asked before is gone, so that there is nothing to answer
select refused(
  concat(speak_as(speaker), format('select amity.%I(%L)', act, person(other))),
  'request_not_found', format('%s: %s(%s)', speaker, act, other)
)
from (values ('ada', 'carl'), ('carl', 'ada'), ('dora', 'ada'), ('ada', 'dora')) as cases (speaker, other)
cross join unnest('{accept_connection,reject_connection,cancel_connection_request}'::text[]) as act;

-- a service goes by the same rules
select speak_as_service();
select refused(
  format(
    'insert into amity.connections (requester_id, recipient_id, status) values (%L, %L, %L)',
    person(one), person(other), status
  ),
  slug, format('a service: %s to %s, %s', one, other, status)
)
from (values ('ben', 'ada', 'blocked'), ('ada', 'ben', 'person_not_found')) as cases (one, other, slug)
cross join unnest('{pending,accepted}'::text[]) as status;

-- blocked both ways, both are blockers
select speak_as('ada');
select amity.block(person('ben'));
select refused(
  $$select amity.request_connection(person('ben'))$$, 'blocked', 'a person who blocks back is told as well'
);

-- unblocked, people can ask again
select speak_as('carl');
select amity.unblock(person('ada'));
select is((amity.request_connection(person('ada'))).status, 'pending', 'after the block');

select be_quiet();
select is((select count(*) from amity.connections), 1::bigint, 'nothing else stands');

select * from finish();
rollback;
