-- A rate that is changed holds at once, also for people who have acted already.
begin;
select plan(12);

create function pg_temp.follow_more(who text, most integer default 20) returns integer language plpgsql as $$
begin
  for n in 1..most loop
    begin
      perform amity.follow(person(who || n || clock_timestamp()));
    exception when sqlstate 'PT429' then return n - 1; end;
  end loop;
  return most;
end
$$;

update amity.rate_limits set max_actions = 3, per = '1 day' where action = 'follow';
select speak_as('ada');
select is(pg_temp.follow_more('a'), 3, 'three a day');
select speak_as_service();
update amity.rate_limits set max_actions = 9 where action = 'follow';
select speak_as('ada');
select is(pg_temp.follow_more('b'), 0, 'nine a day: three cost a whole day''s worth already');
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '8 hours';
select speak_as('ada');
select is(pg_temp.follow_more('c'), 3, 'a third of it brings three now');

-- after a change to a shorter time no person waits for the longer one
select be_quiet();
select is(count(*), 1::bigint, 'a whole day ahead') from amity_private.rate_limit_state where theoretical_arrival_at > now() + interval '23 hours';
select speak_as_service();
update amity.rate_limits set max_actions = 2, per = '1 minute' where action = 'follow';
select speak_as('ada');
select is(pg_temp.follow_more('d'), 1, 'two a minute: one at once');
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '30 seconds';
select speak_as('ada');
select is(pg_temp.follow_more('e'), 1, 'and the next in half a minute');

select speak_as_service();
update amity.rate_limits set max_actions = null where action = 'follow';
select speak_as('ada');
select is(pg_temp.follow_more('f'), 20, 'null: any number');
select speak_as_service();
update amity.rate_limits set max_actions = 2 where action = 'follow';
select speak_as('ada');
select cmp_ok(pg_temp.follow_more('g'), '<=', 2, 'what was done without a limit is not held against anybody');

-- a service has no pace, for whomever it acts
select speak_as_service();
select lives_ok(
  format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', person('ada'), person('x' || n)),
  'a service: ' || n
)
from generate_series(1, 4) as n;

select * from finish();
rollback;
