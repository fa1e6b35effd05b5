-- So many at once, and not one more; then they come back, one by one.
begin;
select plan(25);

-- each action, by its own acts
create temporary table acts (action text, act text);
insert into acts values
  ('request', 'select amity.request_connection(person(%L))'),
  ('follow', 'select amity.follow(person(%L))'),
  ('invite', 'select amity.issue_invite(note => %L)'),
  ('circle', 'select amity.create_circle(%L)');
grant select on acts to public;
-- as many as are done before one is refused
create function pg_temp.count(template text, who text) returns text language plpgsql as $$
declare
  v_slug text;
begin
  for n in 1..20 loop
    begin
      execute format(template, who || n || clock_timestamp());
    exception when others then
      get stacked diagnostics v_slug = pg_exception_detail;
      return n - 1 || ' ' || coalesce(nullif(v_slug, ''), sqlerrm); end;
  end loop;
  return 'all';
end
$$;

select speak_as('zoe');
select is(pg_temp.count('select amity.follow(person(%L))', 'any'), 'all', 'where the rate is null there is no limit');

select be_quiet();
update amity.rate_limits set max_actions = 6, per = '1 hour';
update amity.settings set value = null where name = 'max_active_invites';
select speak_as('ada');
select is(pg_temp.count(act, 'a'), '6 rate_limited', action || ': six') from acts;
select is(pg_temp.count(act, 'b'), '0 rate_limited', action || ': and then none, whatever else was done') from acts;

-- time passes: the sixth part of an hour brings one
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '9 minutes 50 seconds';
select speak_as('ada');
select is(pg_temp.count(act, 'c'), '0 rate_limited', action || ': nearly a sixth of the time') from acts;
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '10 seconds';
select speak_as('ada');
select is(pg_temp.count(act, 'd'), '1 rate_limited', action || ': a sixth of the time brings one') from acts;
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '3 days';
select speak_as('ada');
select is(pg_temp.count(act, 'e'), '6 rate_limited', action || ': however long the wait, six') from acts;

-- rates that do not come out even are rounded in favour of the caller
select be_quiet();
update amity.rate_limits set max_actions = max, per = span::interval
from (values ('request', 7, '1 second'), ('follow', 19, '1 month')) as odd (action, max, span)
where rate_limits.action = odd.action;
select speak_as('ben');
select is(pg_temp.count('select amity.follow(person(%L))', 'f'), '19 rate_limited', 'nineteen a month');
set local timezone = 'America/New_York';
select be_quiet();
update amity.rate_limits set max_actions = 3, per = '1 year' where action = 'follow';
select speak_as('carl');
select is(pg_temp.count('select amity.follow(person(%L))', 'g'), '3 rate_limited', 'three a year, in whatever time zone');
select be_quiet();
update amity.rate_limits set max_actions = 1, per = '1 hour' where action = 'follow';
select speak_as('dora');
select is(pg_temp.count('select amity.follow(person(%L))', 'h'), '1 rate_limited', 'one');
select speak_as('eve');
select is(pg_temp.count('select amity.follow(person(%L))', 'i'), '1 rate_limited', 'for everybody by themselves');

select * from finish();
rollback;
