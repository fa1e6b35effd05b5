-- Ending a connection never touches a block: not the connection of the pair, not anybody else's.
begin;
select plan(3);

select speak_as('ada');
select amity.block(tap.person('ben'));
select amity.request_connection(tap.person('carl'));
select amity.request_connection(tap.person('dora'));
select speak_as('carl');
select amity.accept_connection(tap.person('ada'));
select amity.block(tap.person('dora'));
select be_quiet();
create temporary table before as select * from amity.blocks;

select speak_as('ada');
select is(count(*), 1::bigint, 'a connection is removed') from amity.remove_connection(tap.person('carl'));
select amity.cancel_connection_request(tap.person('dora'));

-- one that came in past the rules, as from an old backup
select be_quiet();
alter table amity.connections disable trigger user;
insert into amity.connections (requester_id, recipient_id, status, responded_at)
values (tap.person('ben'), tap.person('ada'), 'accepted', now());
alter table amity.connections enable trigger user;
delete from amity.connections;
select is_empty('select * from amity.connections', 'every connection is deleted');
select set_eq('select * from amity.blocks', 'select * from before', 'the blocks are as they were');

select * from finish();
rollback;
