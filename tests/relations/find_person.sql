-- find_person(): people name each other by the keys of the host's table of users; a person who blocked me has none.
begin;
select plan(11);

select person(name) from unnest('{ada,ben,carl,dora,eve}'::text[]) as name;
update amity.people set host_key = key
from (values
  ('ada', 'user_ada'), ('ben', 'user_ben'), ('carl', 'user_carl'),
  ('eve', person('dora')::text)  -- reads like the id of another person
) as keys (name, key)
where id = person(name);
select speak_as('ben');
select amity.block(person('ada'));
select speak_as('ada');
select amity.block(person('carl'));

select is(amity.find_person('user_ada'), person('ada'), 'I am found by my key');
select is(amity.find_person('user_ben'), null, 'a person who blocked me is not');
select is(amity.find_person('user_carl'), person('carl'), 'a person whom I blocked is');
select is(amity.find_person('user_nobody'), null, 'a key of no person');
select is(amity.find_person(null), null, 'null is no key');
select is(amity.find_person(person('dora')::text), person('eve'), 'a key is a key, whatever it looks like');
select is(amity.find_person(person('ben')::text), null, 'the id of a person with a key is none');
select speak_as('carl');
select is(amity.find_person('user_ada'), null, 'it is as the person who asks');
select set_config('request.jwt.claims', '{}', true);
select is(amity.find_person('user_carl'), null, 'a signed-out caller finds no person');
select speak_as_anon();
select throws_ok($$select amity.find_person('user_ada')$$, '42501', null, 'anon does not ask');
select speak_as_service();
select throws_ok($$select amity.find_person('user_ada')$$, '42501', null, 'a service has person_of()');

select * from finish();
rollback;
