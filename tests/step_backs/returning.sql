-- Returning, by every way in; a person who returned may step back again.
begin;
select plan(9);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.follow(person(name)) from unnest('{ben,carl}'::text[]) as name;
select amity.step_back_from(person('ben'), reason => 'tired');
select amity.step_back_from(person('carl'));

select results_eq(
  $$select person_id, reason from amity.return_to(person('ben'))$$, $$values (person('ben'), 'tired')$$,
  'by function: the step-back as it was'
);
select results_eq(
  $$with pgrst_source as (delete from amity.step_backs where person_id = person('carl') returning *)
    select person_id from pgrst_source$$,
  $$values (person('carl'))$$, 'by delete'
);
select is(amity.is_stepped_back_from(person('ben')), false, 'and I am back');
select refused(format('select amity.return_to(%L)', other), 'not_stepped_back', who)
from (values ('again', person('ben')), ('to a stranger', person('zoe')), ('to an unknown id', gen_random_uuid()), ('to null', null))
  as cases (who, other);
select lives_ok($$select amity.step_back_from(person('ben'))$$, 'and may step back again');

select be_quiet();
select results_eq(
  $$select person_id, action::text, actor_id, cause::text from amity_private.step_backs_history
    where action <> 'stepped_back' order by entry$$,
  $$values (person('ben'), 'returned', person('ada'), 'user'), (person('carl'), 'returned', person('ada'), 'user')$$,
  'the history'
);

select * from finish();
rollback;
