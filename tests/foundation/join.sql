-- amity.join(): becoming a person, where no table of the host says who is one.
begin;
select plan(13);

select speak_as(null::uuid);
select refused('select amity.join()', 'signed_out', 'a caller without a sub cannot join');

select speak_as('a0000000-0000-4000-8000-000000000000'::uuid);
select is_empty('select * from amity.people', 'before joining the caller is no person');
select refused(
  format('insert into amity.blocks (blocked_id) values (%L)', tap.person('ben')), 'not_joined', 'and can do nothing'
);
select results_eq(
  'select id, host_key from amity.join()', $$values (amity.me(), null::text)$$, 'joining returns my row'
);
select results_eq('select id from amity.people', 'select amity.me()', 'after joining the caller is a person');
select results_eq('select id, joined_at from amity.join()', 'select id, joined_at from amity.people', 'again is once');
select lives_ok(format('select amity.block(%L)', tap.person('ben')), 'now I can act');

select be_quiet();
create table public.users (id uuid primary key);
select amity.attach_people('public.users');

select speak_as('b0000000-0000-4000-8000-000000000000'::uuid);
select refused('select amity.join()', 'not_joined', 'where a table is attached, joining is refused');
select is_empty('select * from amity.people', 'not even a little');

select be_quiet();
insert into public.users values ('b0000000-0000-4000-8000-000000000000');
select speak_as('b0000000-0000-4000-8000-000000000000'::uuid);
select results_eq('select id from amity.join()', 'select amity.me()', 'who is in that table is found');

select throws_ok(
  $$insert into amity.people (id) values ('c0000000-0000-4000-8000-000000000000')$$, '42501', null,
  'a client makes people only by joining'
);

select speak_as_anon();
select throws_ok('select amity.join()', '42501', null, 'anon cannot join');
select speak_as_service();
select throws_ok('select amity.join()', '42501', null, 'a service is no person, and cannot join either');

select * from finish();
rollback;
