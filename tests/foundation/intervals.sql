-- A duration has one length: a day is 24 hours, a month 30 days, wherever the session keeps its clock.
-- What is over in UTC is over under summer time as well, in the lists as in what judges.
begin;
select plan(12);

-- A zone whose clocks went back so many days ago, or will in so many days if that is negative.
create function pg_temp.set_clocks_back(days integer) returns text
language sql volatile
return set_config('timezone', format('STD0DST,J%s,J%s',
  greatest(1, least(365, extract(doy from now() - make_interval(days => days + 150)))),
  greatest(1, least(365, extract(doy from now() - make_interval(days => days))))
), true);

select lives_ok('select pg_temp.set_clocks_back(10)', 'the clocks of this session went back ten days ago');
select isnt(
  now() - interval '20 days', now() - interval '480 hours', 'so that twenty days are not 480 hours in it'
);

update amity.settings set value = '20 days' where name in ('request_ttl', 'request_cooldown');
select person('ada');
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at) values
  (person('ada'), person('ben'), now() - interval '480 hours 30 minutes');

select speak_as('ben');
select is((amity.connection_status(person('ada'))).status, 'none', 'a request of 480.5 hours ago is over after 20 days: status');
select results_eq(
  'select status::text, expires_at - requested_at from amity.connection_requests',
  $$values ('expired', interval '480 hours')$$, 'the list says so, and names that moment'
);
select refused($$select amity.accept_connection(person('ada'))$$, 'request_expired', 'and so does the answer');

-- after a no
select speak_as('carl');
select amity.request_connection(person('dora'));
select speak_as('dora');
select amity.reject_connection(person('carl'));
select be_quiet();
update amity_private.connections_history set occurred_at = now() - interval '480 hours 30 minutes'
where action = 'rejected';
select speak_as('carl');
select lives_ok(
  $$select amity.request_connection(person('dora'))$$, 'who was rejected 480.5 hours ago may ask again after 20 days'
);

-- what is issued for so long
select be_quiet();
select pg_temp.set_clocks_back(-10);
update amity.settings set value = '60 days' where name = 'invite_link_ttl';
select speak_as('ada');
select is(
  (select date_trunc('hour', expires_at - now() + interval '1 minute') from amity.issue_invite(ttl => '20 days')),
  interval '480 hours', 'an invite for 20 days lasts 480 hours'
);

-- every setting that is a duration
select be_quiet();
update amity.settings set value = '1 year 1 month 1 day 1 hour' where type = 'interval';
select is_empty(
  $$select name from amity.settings
    where type = 'interval' and amity_private.setting_interval(name) is distinct from interval '9511 hours'$$,
  'every duration that a host chooses is read as hours: 365.25 days a year, 30 a month, 24 hours a day'
);

update amity.settings set value = '1 month' where name = 'request_ttl';
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at)
select person('eve'), person('of ' || days), now() - make_interval(days => days)
from generate_series(27, 33) as days;
select speak_as('eve');
select results_eq(
  'select count(*) from amity.connection_requests', 'values (7::bigint)', 'requests of 27 to 33 days ago'
);
select is_empty(
  $$select * from amity.connection_requests where (status = 'expired') <> (expires_at <= clock_timestamp())$$,
  'are over after a month exactly when the list says so'
);
select is(
  (select count(*) from amity.connection_requests where status = 'pending'), 3::bigint, 'thirty days after they were sent'
);
select be_quiet();
update amity.settings set value = null where name = 'request_ttl';
select is(amity_private.setting_interval('request_ttl'), null, 'null is no duration');

select * from finish();
rollback;
