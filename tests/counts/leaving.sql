-- The end of an account takes it off everybody's counts, and leaves no tally of its own.
begin;
select plan(6);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
values (person('ada'), person('ben'), 'accepted'), (person('carl'), person('ada'), 'accepted'), (person('ben'), person('carl'), 'accepted');
insert into amity.follows (follower_id, followed_id)
values (person('ada'), person('ben')), (person('ben'), person('ada')), (person('carl'), person('ada'));

delete from amity.people where id = md5('person:ada')::uuid;
select be_quiet();
select is_empty(format('select from amity_private.tallies where person_id = %L', md5('person:ada')::uuid), 'no tally is left of her');
select speak_as('ben');
select results_eq('select connections, followers, following from amity.my_counts()', 'values (1::bigint, 0::bigint, 0::bigint)', 'nor in his counts');
select speak_as('carl');
select results_eq('select connections, followers, following from amity.my_counts()', 'values (1::bigint, 0::bigint, 0::bigint)', 'nor in anybody''s');
select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');

-- all of them in one statement
delete from amity.people;
select is_empty('select from amity_private.tallies', 'when all leave nothing is left');
select is_empty('select * from amity.verify()', 'and all is well');

select * from finish();
rollback;
