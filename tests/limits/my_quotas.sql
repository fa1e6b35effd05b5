-- my_quotas: how often I may act, and when one more act comes back.
begin;
select plan(11);

select amity.set_rate_limit('follow', 3, '3 hours');
select amity.set_rate_limit('request', null);
select person(name) from unnest('{ada,ben,carl,dora,emil}'::text[]) as name;
create function pg_temp.quota(action text) returns text language sql return (
  select concat_ws(' ', allowed, remaining, date_trunc('minute', renews_at - clock_timestamp() + interval '30 seconds'))
  from amity.my_quotas() as mine where mine.action = quota.action
);

select speak_as('ada');
select is(pg_temp.quota('follow'), '3 3', 'all of it, and none to come back');
select is(pg_temp.quota('request'), '', 'no limit');
select is((select count(*) from amity.my_quotas()), 5::bigint, 'a row an action');
select amity.follow(person('ben'));
select is(pg_temp.quota('follow'), '3 2 01:00:00', 'one used: back within its hour');
select amity.follow(person('carl'));
select amity.follow(person('dora'));
select is(pg_temp.quota('follow'), '3 0 01:00:00', 'all used: the next within an hour');
select is(outcome('ada', format('select amity.follow(%L)', person('emil'))), 'rate_limited', 'as an act is judged');
select speak_as('ben');
select is(pg_temp.quota('follow'), '3 3', 'another person has their own');

-- as if an hour and a half had passed
select be_quiet();
update amity_private.rate_limit_state set theoretical_arrival_at = theoretical_arrival_at - interval '90 minutes';
select speak_as('ada');
select is(pg_temp.quota('follow'), '3 1 00:30:00', 'what has come back, and what is on its way');

-- the host lowers the rate: what is ahead by an older one counts as full
select be_quiet();
select amity.set_rate_limit('follow', 2, '1 hour');
select speak_as('ada');
select is(pg_temp.quota('follow'), '2 1 00:30:00', 'as rates.sql reads it');
select is(outcome('ada', format('select amity.follow(%L)', person('emil'))), '1', 'and lets it act');
select speak_as_anon();
select throws_ok('select from amity.my_quotas()', '42501', null, 'not for anon');

select * from finish();
rollback;
