-- person_of(): from the host's key to the person, whatever the type of the key.
begin;
select plan(13);

insert into amity.people (id, host_key) values
  ('a0000000-0000-4000-8000-000000000000', null),
  ('b0000000-0000-4000-8000-000000000000', '42'),
  ('c0000000-0000-4000-8000-000000000000', 'carl'),
  -- a key of the host that happens to read like the id of another person
  ('d0000000-0000-4000-8000-000000000000', 'e0000000-0000-4000-8000-000000000000');

select speak_as_service();
select is(amity.person_of('A0000000-0000-4000-8000-000000000000'), 'a0000000-0000-4000-8000-000000000000', 'by uuid');
select is(amity.person_of('{a00000000000-40008000-000000000000}'), 'a0000000-0000-4000-8000-000000000000', 'by uuid, as Postgres takes it');
select is(amity.person_of(42::bigint::text), 'b0000000-0000-4000-8000-000000000000', 'by number');
select is(amity.person_of('carl'), 'c0000000-0000-4000-8000-000000000000', 'by text');
select is(amity.person_of('e0000000-0000-4000-8000-000000000000'), 'd0000000-0000-4000-8000-000000000000', 'a key is a key, whatever it looks like');
insert into amity.people (id, host_key) values ('f0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000000');
select is(amity.person_of('a0000000-0000-4000-8000-000000000000'), 'f0000000-0000-4000-8000-000000000000', 'also where it is the id of a person without one');
select is(amity.person_of('c0000000-0000-4000-8000-000000000000'), null, 'who has a key is not found by the id, written');

select is(amity.person_of('9e000000-0000-4000-8000-000000000000'), null, 'no person has that uuid');
select is(amity.person_of('43'), null, 'no person has that number');
select is(amity.person_of('Carl'), null, 'no person has that text');
select is(amity.person_of(null), null, 'null is no person');

select speak_as('ada');
select throws_ok('select amity.person_of(''42'')', '42501', null, 'people do not look others up');
select speak_as_anon();
select throws_ok('select amity.person_of(''42'')', '42501', null, 'nor does anon');

select * from finish();
rollback;
