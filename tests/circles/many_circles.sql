-- A person in very many circles holds them all by one lock: the table of locks is shared by the whole server.
begin;
select plan(3);

-- a service is not held to a hundred at once
insert into amity.circles (name, created_by) select 'circle ' || n, person('ada') from generate_series(1, 300) as n;
select speak_as('ada');
select lives_ok($$select amity.leave_circle(id) from amity.circles where name = 'circle 1'$$, 'one is left');
select cmp_ok(
  (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()), '<', 110::bigint, 'without a lock for each'
);
select is((select count(*) from amity.my_circles), 299::bigint, 'the others stay');

select * from finish();
rollback;
