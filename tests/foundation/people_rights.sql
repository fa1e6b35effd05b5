-- Services look after people; a person sees only their own row.
begin;
select plan(14);

select speak_as('ben');
select amity.block(tap.person('ada'));
select speak_as('ada');
select amity.follow(tap.person('carl'));

select results_eq('select id from amity.people', 'select amity.me()', 'a person sees their own row');
select throws_ok(statement, '42501', null, 'a person: ' || statement)
from unnest(array[
  'insert into amity.people default values', 'update amity.people set host_key = ''x''', 'update amity.people set id = id',
  'delete from amity.people', 'truncate amity.people'
]) as statement;

select speak_as_service();
select is(count(*), 3::bigint, 'a service sees everybody') from amity.people;
with inserted as (insert into amity.people (host_key) values ('dora') returning *)
select is(host_key, 'dora', 'makes people') from inserted;
with updated as (update amity.people set host_key = 'dorothea' where host_key = 'dora' returning *)
select is(host_key, 'dorothea', 'maps them') from updated;
select throws_ok(statement, '42501', null, 'a service: ' || statement)
from unnest(array['update amity.people set id = id', 'update amity.people set joined_at = now()', 'truncate amity.people cascade']) as statement;
with deleted as (delete from amity.people where id = md5('person:ada')::uuid returning *)
select is(count(*), 1::bigint, 'and ends their accounts') from deleted;
select is(count(*), 1::bigint, 'with every tie, which is remembered')
from amity_private.follows_history where cause = 'account_deleted';

select * from finish();
rollback;
