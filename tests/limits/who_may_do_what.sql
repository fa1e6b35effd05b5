-- A service sees and sets the rates. To people they do not exist, and no role reads the state of a person.
begin;
select plan(25);

select person('ada');
insert into amity_private.rate_limit_state select person('ada'), 'follow', now() + interval '1 hour';

select speak_as_service();
select results_eq(
  'select action, max_actions, per from amity.rate_limits order by rate_limits.action',
  $$values
    ('circle', null::integer, interval '1 day'), ('circle_invitation', null, '1 day'),
    ('follow', null, '1 hour'), ('invite', null, '1 hour'), ('request', null, '1 hour')$$,
  'every action has a row'
);
select results_eq(
  $$update amity.rate_limits set max_actions = 5, per = '1 day' where action = 'follow' returning max_actions$$,
  'values (5)', 'a service sets them'
);
select throws_ok(statement, '42501', null, 'a service: ' || statement)
from unnest(array[
  'insert into amity.rate_limits values (''follow'', 1, ''1 hour'')',
  'delete from amity.rate_limits',
  'update amity.rate_limits set action = ''request''',
  'truncate amity.rate_limits',
  'select from amity_private.rate_limit_state'
]) as statement;
select refused('update amity.rate_limits set ' || change, 'rate_limit_invalid', change)
from unnest(array['max_actions = 0', 'max_actions = -1', 'per = ''0''', 'per = ''-1 hour''', 'per = ''101 years''']) as change;

create function pg_temp.cannot(who text) returns setof text language sql as $$
  select throws_ok(statement, '42501', null, format('%s: %s', who, statement))
  from unnest(array[
    'select from amity.rate_limits', 'update amity.rate_limits set max_actions = null',
    'select from amity_private.rate_limit_state', 'delete from amity_private.rate_limit_state',
    'update amity_private.rate_limit_state set theoretical_arrival_at = now()', 'insert into amity_private.rate_limit_state values (amity.me(), ''follow'', now())'
  ]) as statement
$$;
select speak_as('ada');
select pg_temp.cannot('ada');
select speak_as_anon();
select pg_temp.cannot('anon');
select be_quiet();
delete from amity.people where id = (select person('ada'));
select is_empty('select from amity_private.rate_limit_state', 'the state of a person ends with the account');

select * from finish();
rollback;
