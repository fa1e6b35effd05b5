-- A person sees the profiles of the people whose profile they may view, and lists their own people.
begin;
select plan(14);

create table public.profiles (id uuid primary key, display_name text, avatar_url text);
insert into public.profiles
select person(name), initcap(name), name || '.png' from unnest('{ada,ben,carl,dora,emil,fay}'::text[]) as name;
select person('zoe');
select amity.attach_profiles('public.profiles');

-- carl blocked ada; ada blocked dora; emil blocked ada and left his profile open to her
insert into amity.connections (requester_id, recipient_id, status) values (person('ben'), person('ada'), 'accepted');
insert into amity.follows (follower_id, followed_id) values (person('ada'), person('fay'));
insert into amity.blocks (blocker_id, blocked_id, prevent_profile_view) values
  (person('carl'), person('ada'), true), (person('ada'), person('dora'), true), (person('emil'), person('ada'), false);

select speak_as('ada');
select results_eq(
  'select name, picture from amity.profiles_of(array[person(''emil''), person(''ada''), person(''ben''), person(''emil'')])',
  $$values ('Emil', 'emil.png'), ('Ada', 'ada.png'), ('Ben', 'ben.png')$$,
  'the profiles of those people, in their order, each once'
);
select is_empty(
  format('select from amity.profiles_of(array[%L::uuid])', person(name)), name || ': no profile'
) from unnest('{carl,dora,zoe}'::text[]) as name;
select is_empty(format('select from amity.profiles_of(array[%L::uuid, null])', gen_random_uuid()), 'none of an unknown id or null');
select is_empty('select from amity.profiles_of(null)', 'nor of no ids');
select refused(
  'select from amity.profiles_of(array(select gen_random_uuid() from generate_series(1, 1001)))',
  'too_many_people', 'at most 1000 people at once'
);
select results_eq(
  'select name from amity.profiles order by name', $$values ('Ada'), ('Ben'), ('Fay')$$,
  'a person lists themself, their connections and the people they follow'
);

select speak_as('carl');
select is_empty(format('select from amity.profiles_of(array[%L::uuid])', person('ada')), 'nor does the blocker see the blocked');
select speak_as('emil');
select is_empty(format('select from amity.profiles_of(array[%L::uuid])', person('ada')), 'though their own profile is open');
select speak_as_service();
select results_eq('select count(*) from amity.profiles', 'values (6::bigint)', 'a service lists everybody');
select results_eq(
  format('select name from amity.profiles_of(array[%L::uuid])', person('dora')), $$values ('Dora')$$, 'and asks about anybody'
);
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"role": "authenticated"}', true);
select is_empty(
  format('select from amity.profiles_of(array[%L::uuid]) union all select from amity.profiles', person('ben')),
  'a person who is signed out sees none'
);
select speak_as_anon();
select throws_ok('select from amity.profiles', '42501', null, 'nor does anon');

select * from finish();
rollback;
