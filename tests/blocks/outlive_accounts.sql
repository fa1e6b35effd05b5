-- A block is of an id, and outlives the account that has it: the same id coming back meets it.
begin;
select plan(8);

select speak_as('ada');
select amity.block(tap.person('ben'), 'why');
select be_quiet();
create temporary table before as select * from amity.blocks;
grant select on before to public;
delete from amity.people where id = md5('person:ben')::uuid;

select speak_as('ada');
select results_eq('select * from amity.blocks', 'select * from before', 'the account ends, and the block stands');
select results_eq('select action::text from amity.blocks_history', $$values ('blocked')$$, 'nothing happened to it');
select refused(format('select amity.request_connection(%L)', md5('person:ben')::uuid), 'blocked', 'the blocker hears the same as before');

-- the same id again
select be_quiet();
insert into amity.people (id) values (md5('person:ben')::uuid);
select speak_as('ben');
select refused($$select amity.request_connection(person('ada'))$$, 'person_not_found', 'who comes back does not find the blocker');
select refused($$select amity.follow(person('ada'))$$, 'person_not_found', 'by any act');
select be_quiet();
select is_empty('select * from amity.verify()', 'and all is well');

-- the blocker's
delete from amity.people where id = md5('person:ada')::uuid;
select is_empty('select from amity.blocks', 'a block ends with the account of the blocker');
select is_empty('select * from amity.verify()', 'and all is well');

select * from finish();
rollback;
