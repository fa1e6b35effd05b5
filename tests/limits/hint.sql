-- The hint says from when: then it is allowed, and a second before it is not.
begin;
select plan(4);

create function pg_temp.hint() returns text language plpgsql as $$
declare
  v_hint text;
begin
  perform amity.follow(person('x' || clock_timestamp()));
  return 'done';
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint;
  return v_hint;
end
$$;

update amity.rate_limits set max_actions = 4, per = '1 minute';
set local timezone = 'Asia/Kathmandu';
select speak_as('ada');
select amity.follow(person('ben' || n)) from generate_series(1, 4) as n;
create temporary table heard as select pg_temp.hint() as hint;
select matches(hint, '^Try again after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.$', 'a moment in UTC') from heard;

-- the moment that it names, as seen from now
select be_quiet();
create temporary table until as
select substring(hint from 'after (.*)\.')::timestamptz - clock_timestamp() as waited from heard;
select ok(waited between interval '13 seconds' and interval '16 seconds', 'a quarter of the time away') from until;
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - waited + interval '1.5 seconds' from until;
select speak_as('ada');
select matches(pg_temp.hint(), '^Try again', 'a moment before it is too early');
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '1.5 seconds';
select speak_as('ada');
select is(pg_temp.hint(), 'done', 'then it is not');

select * from finish();
rollback;
