-- detach_people(): the host has its table back as it was; the people stay who they are.
begin;
select plan(8);

create table public.users (id bigint primary key);
create function pg_temp.theirs() returns trigger language plpgsql as 'begin return null; end';
create trigger amity_000_theirs after insert on public.users for each row execute function pg_temp.theirs();
insert into public.users values (1), (2);
select amity.attach_people('public.users');
create temporary table before as select * from amity.people;

select lives_ok('select amity.detach_people()', 'a table is detached');
select results_eq(
  $$select tgname from pg_trigger where tgrelid = 'public.users'::regclass$$, $$values ('amity_000_theirs'::name)$$,
  'no trigger of ours stays, and theirs do'
);
select set_eq('select * from amity.people', 'select * from before', 'the people stay');
insert into public.users values (3);
delete from public.users where id = 1;
select set_eq('select * from amity.people', 'select * from before', 'and no trigger follows the table any more');
select lives_ok('select amity.detach_people()', 'again is once');

select is(amity.attach_people('public.users'), 3::bigint, 'attached anew, who came meanwhile is a person');
select is(amity.person_of('2'), id, 'and who was one is the same one') from before where host_key = '2';

select amity.detach_people();
select speak_as('d0000000-0000-4000-8000-000000000000'::uuid);
select lives_ok('select amity.join()', 'without a table people can join again');

select * from finish();
rollback;
