-- What was accepted already is counted once, whatever is written to it afterwards.
begin;
select plan(2);

insert into amity.connections (requester_id, recipient_id, status) values (person('ada'), person('ben'), 'accepted');
alter table amity.connections disable trigger _200_on_update;
update amity.connections set status = 'accepted', message = 'hello';
select speak_as('ada');
select is((select connections from amity.my_counts()), 1::bigint, 'one connection is one');
select be_quiet();
select is_empty('select * from amity.verify()', 'and the tallies agree');

select * from finish();
rollback;
