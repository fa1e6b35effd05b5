-- The state of a person who is no longer ahead is deleted; an action without a rate is found.
begin;
select plan(5);

insert into amity_private.rate_limit_state
select person(name), 'follow', now() + ahead::interval
from (values ('ada', '1 hour'), ('ben', '-1 second'), ('carl', '-1 day')) as rows (name, ahead);
select is(tidied, 2::bigint, 'two are') from amity.tidy() where kind = 'limits';
select is(person_id, person('ada'), 'one is ahead') from amity_private.rate_limit_state;

select is_empty('select * from amity.verify()', 'nothing is broken');
delete from amity.rate_limits where action = 'follow';
select results_eq(
  'select kind, invariant, detail from amity.verify()', $$values ('limits', 'every_action_has_a_rate', 'follow')$$,
  'every_action_has_a_rate'
);
insert into amity.rate_limits values ('follow', null, '1 hour');
select is_empty('select * from amity.verify()', 'put right');

select * from finish();
rollback;
