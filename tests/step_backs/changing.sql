-- The end and the reason can be changed; the two people and the beginning cannot.
begin;
select plan(14);

select person(name) from unnest('{ada,ben}'::text[]) as name;
select speak_as('ada');
select amity.follow(person('ben'));
select amity.step_back_from(person('ben'), now() + interval '1 day', 'tired');

select results_eq(
  $$with pgrst_source as (
      update amity.step_backs set until = now() + interval '2 days' where person_id = person('ben') returning *
    )
    select until = now() + interval '2 days', reason from pgrst_source$$,
  $$values (true, 'tired')$$, 'a later end'
);
select results_eq(
  $$update amity.step_backs set reason = null returning until = now() + interval '2 days', reason$$,
  $$values (true, null::text)$$, 'no note'
);
select results_eq(
  $$select until, reason from amity.change_step_back(person('ben'), reason => 'still tired')$$,
  $$values (null::timestamptz, 'still tired')$$, 'by function: both anew'
);
select results_eq(
  $$update amity.step_backs set until = 'infinity' returning until$$, 'values (null::timestamptz)', 'for ever'
);
select refused(format('update amity.step_backs set until = %s', until), 'until_passed', 'until ' || until)
from unnest(array['clock_timestamp()', '''-infinity''']) as until;
select refused($$update amity.step_backs set until = '10000-01-02'$$, 'date_invalid', 'a year that no client reads');
select refused($$select amity.change_step_back(person('ben'), now() - interval '1 s')$$, 'until_passed', 'by function');
select refused($$update amity.step_backs set reason = repeat('x', 501)$$, 'text_too_long', 'a long note');
select refused($$select amity.change_step_back(person('zoe'))$$, 'not_stepped_back', 'where there is none');
select throws_ok(format('update amity.step_backs set %s', set), '42501', null, set)
from unnest(array['person_id = amity.me()', 'owner_id = person_id', 'since = now()']) as set;

select be_quiet();
select refused($$update amity.step_backs set person_id = person('zoe')$$, 'pair_is_fixed', 'not even the owner of the table');

select * from finish();
rollback;
