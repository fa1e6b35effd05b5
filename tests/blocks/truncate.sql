-- A table of blocks is not emptied past its history, by its owner or by a cascade.
begin;
select plan(4);

select speak_as('ada');
select amity.block(tap.person('ben'));
select throws_ok('truncate amity.blocks', '42501', null, 'a person cannot');
select speak_as_service();
select throws_ok('truncate amity.blocks', '42501', null, 'a service cannot');
select be_quiet();
select refused('truncate amity.blocks', 'truncate_unsupported', 'the owner is told to delete');
select refused('truncate amity.people cascade', 'truncate_unsupported', 'also by way of people');

select * from finish();
rollback;
