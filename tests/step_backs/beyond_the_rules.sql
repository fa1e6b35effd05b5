-- superuser
-- What holds where triggers are off, and where row security does not apply.
begin;
select plan(8);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select speak_as('ada');
select amity.step_back_from(person('ben'));
select speak_as('carl');
select amity.follow(person('ada'));
select amity.step_back_from(person('ada'));

-- the owner of the tables, speaking as ben by claims alone
select be_quiet();
select set_config('request.jwt.claims', json_build_object('sub', person('ben'))::text, true);
select is(amity.is_stepped_back_from(person('ada')), false, 'ben has not stepped back');
select is(amity.is_stepped_back_from(person('ben')), false, 'nor from himself');
select refused($$select amity.return_to(person('ben'))$$, 'not_stepped_back', 'what is ada''s is not his to end');
select refused($$select amity.change_step_back(person('ben'))$$, 'not_stepped_back', 'nor to change');
select results_eq(
  $$select stepped_back_by from amity.friendships where addressee_id = person('ben')$$, 'values (null::uuid)', 'nor to see, hers or anybody''s');

select be_quiet();
set local session_replication_role = replica;
select throws_ok(
  $$insert into amity.step_backs (owner_id, person_id) values (person('ada'), person('ada'))$$, '23514', null, 'not from myself'
);
select throws_ok(
  $$update amity.step_backs set until = since$$, '23514', null, 'it ends after it begins'
);
select throws_ok(
  $$insert into amity.step_backs (owner_id, person_id) values (person('ada'), person('ben'))$$, '23505', null, 'once'
);

select * from finish();
rollback;
