-- Who has the most connections: only where the host wants it, and as if those across a block were not.
begin;
select * from no_plan();

-- a knows b, c, d; b knows a, c; c knows a, b; d and e know one; z none
select person(name) from unnest('{a,b,c,d,e,f,z}'::text[]) as name;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
select person(split_part(pair, '-', 1)), person(split_part(pair, '-', 2)), 'accepted'
from unnest('{a-b,a-c,a-d,b-c,e-f}'::text[]) as pair;
insert into amity.connections (requester_id, recipient_id) values (person('z'), person('a'));

create temporary table names as select name, person(name) as id from unnest('{a,b,c,d,e,f,z}'::text[]) as name;
grant select on names to public;
create function pg_temp.board(most integer) returns text language sql
return (select string_agg(concat_ws(' ', name, connections, place), ', ' order by place, name)
  from amity.leaderboard(most) join names on id = person_id);

select speak_as('b');
select refused('select * from amity.leaderboard()', 'leaderboard_disabled', 'there is none, unless the host says so');
select speak_as_service();
select amity.set_setting('leaderboard_enabled', 'true');

select speak_as('b');
select is(pg_temp.board(10), 'a 3 1, b 2 2, c 2 2, d 1 4, e 1 4, f 1 4', 'equal counts share a place, zero has none');
select speak_as('z');
select is(pg_temp.board(10), 'a 3 1, b 2 2, c 2 2, d 1 4, e 1 4, f 1 4', 'a person without connections has no place');
select is(pg_temp.board(1), 'a 3 1', 'the first');
select is(pg_temp.board(0), null, 'of no rows, nothing');
select is(pg_temp.board(-5), null, 'or less');
select is((select count(*) from amity.leaderboard(null)), 6::bigint, 'ten, if nothing is said');
select speak_as('d');
select is(pg_temp.board(1), 'a 3 1, d 1 4', 'my own place is always told');
select is(pg_temp.board(0), 'd 1 4', 'even alone');
select speak_as('a');
select is(pg_temp.board(2) in ('a 3 1, b 2 2', 'a 3 1, c 2 2'), true, 'and never twice');

-- a blocks d and e: their ties are gone, and they cannot see each other
select amity.block(person('d')), amity.block(person('e'));
select is(pg_temp.board(10), 'a 2 1, b 2 1, c 2 1, f 1 4', 'the blocker sees no person she blocked');
select speak_as('e');
select is(pg_temp.board(10), 'b 2 1, c 2 1, e 1 3, f 1 3', 'the blocked sees no gap where the blocker was');
select is(pg_temp.board(0), 'e 1 3', 'nor in their own place');
select speak_as('f');
select is(pg_temp.board(10), 'a 2 1, b 2 1, c 2 1, e 1 4, f 1 4', 'everybody else sees both');

-- the account of c ends
select be_quiet();
delete from amity.people where id = md5('person:c')::uuid;
select speak_as('f');
select is(pg_temp.board(10), 'a 1 1, b 1 1, e 1 1, f 1 1', 'who has left is not on it');

-- never more than a hundred
select be_quiet();
select person('p' || n) from generate_series(1, 220) as n;
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status)
select person('p' || 2 * n), person('p' || 2 * n + 1), 'accepted' from generate_series(1, 109) as n;
select speak_as('z');
select is((select count(*) from amity.leaderboard(1000)), 100::bigint, 'at most a hundred');

select speak_as_anon();
select throws_ok('select * from amity.leaderboard()', '42501', null, 'and not for anon');
select * from finish();
rollback;
