-- Labels and types end with the account of their owner, and labels with that of the person they are about.
begin;
select plan(6);

select isnt(tap.person('ben'), tap.person('carl'), 'two people');
select speak_as('ada');
select amity.label_person(tap.person('ben'), (amity.create_label_type('mentor')).id), amity.label_person(tap.person('carl')), amity.label_person(tap.person('ben'));
select speak_as('carl');
select amity.label_person(tap.person('ada'));
select amity.create_label_type('mine');
select be_quiet();

delete from amity.people where id = tap.person('ben');
select results_eq('select person_id from amity.labels order by owner_id = tap.person(''ada'')', 'values (tap.person(''ada'')), (tap.person(''carl''))', 'labels on ben left with him');
select is(count(*), 2::bigint, 'the types stay') from amity.label_types;
delete from amity.people where id = tap.person('ada');
select is_empty('select * from amity.labels', 'hers left with ada, and those on her');
select results_eq('select owner_id from amity.label_types', 'select tap.person(''carl'')', 'so did her types');
select is_empty('select * from amity.verify()', 'and all is well');

select * from finish();
rollback;
