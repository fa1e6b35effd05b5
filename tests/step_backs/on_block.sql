-- superuser
-- A block ends step-backs both ways, each in its owner's history; unblocking restores none.
begin;
select plan(10);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'));
select amity.follow(person('ben'));
select amity.follow(person('carl'));
select amity.step_back_from(person('carl'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select amity.follow(person('ada'));
select amity.step_back_from(person('ada'));
select speak_as('ada');
select amity.step_back_from(person('ben'));
select amity.block(person('ben'));

select is(amity.is_stepped_back_from(person('ben')), false, 'the blocker is not stepped back any more');
select is(amity.is_stepped_back_from(person('carl')), true, 'but from others');
select results_eq(
  $$select person_id, action::text from amity.step_backs_history where action <> 'stepped_back'$$,
  $$values (person('ben'), 'ended')$$, 'as her history says'
);
select speak_as('ben');
select is(amity.is_stepped_back_from(person('ada')), false, 'nor is the blocked person');
select results_eq(
  $$select person_id, action::text from amity.step_backs_history where action <> 'stepped_back'$$,
  $$values (person('ada'), 'ended')$$, 'as his history says, like any other end'
);
select be_quiet();
select results_eq(
  $$select owner_id = actor_id, cause::text from amity_private.step_backs_history where action = 'ended' order by 1$$,
  $$values (false, 'block'), (true, 'block')$$, 'only a service reads why'
);
select is_empty('select * from amity.verify()', 'nothing is out of order');

select speak_as('ada');
select amity.unblock(person('ben'));
select is(amity.is_stepped_back_from(person('ben')), false, 'unblocking restores nothing');
select refused($$select amity.step_back_from(person('ben'))$$, 'no_tie', 'not even what it would stand on');

-- what was over already lapsed, and did not end
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 days', until = now() - interval '1 day';
set local session_replication_role = origin;
select speak_as('carl');
select amity.block(person('ada'));
select be_quiet();
select results_eq(
  $$select action::text, cause::text from amity_private.step_backs_history where person_id = person('carl') order by entry$$,
  $$values ('stepped_back', 'user'), ('lapsed', 'expiry')$$, 'what was over before was over by itself'
);

select * from finish();
rollback;
