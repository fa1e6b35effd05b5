-- Across a block, either way, neither is told how many people both know: not by a list and not by one.
begin;
select plan(6);

insert into amity.connections (requester_id, recipient_id, status)
select person(name), person('eve'), 'accepted' from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as('ada');
select amity.block(person('ben'));
select speak_as('carl');
select amity.block(person('ada'));
select speak_as('ada');
select is(
  (select array_agg(mutual_count) from amity.relations_with(array[person(other)], true)),
  array[(select mutual_count from amity.relations_with(array[gen_random_uuid()], true))], other || ': as of an unknown id, in a list'
) from unnest('{ben,carl}'::text[]) as other;
select is(amity.mutual_connections_count(person(other)), amity.mutual_connections_count(gen_random_uuid()), other || ': as of an unknown id, alone')
from unnest('{ben,carl}'::text[]) as other;
select is((select mutual_count from amity.relations_with(array[person('dora')], true)), 1::bigint, 'of others it is told');
select is(amity.mutual_connections_count(person('dora')), 1::bigint, 'both ways');

select * from finish();
rollback;
