-- How much there is of everything, for the service of the site alone.
begin;
select plan(5);

update amity.settings set value = '7 days' where name = 'request_ttl';
select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select speak_as_service();
select results_eq(
  'select connections, pending_requests, follows, blocks from amity.site_counts', 'values (0::bigint, 0::bigint, 0::bigint, 0::bigint)',
  'nothing'
);
insert into amity.connections (requester_id, recipient_id, status) values
  (person('ada'), person('ben'), 'accepted'), (person('ada'), person('carl'), 'accepted'), (person('ben'), person('carl'), 'pending');
insert into amity.connections (requester_id, recipient_id, requested_at) values (person('ben'), person('dora'), now() - interval '8 days');
insert into amity.follows (follower_id, followed_id) values (person('ada'), person('ben'));
insert into amity.blocks (blocker_id, blocked_id) select person('dora'), gen_random_uuid() from generate_series(1, 3);
select results_eq(
  'select connections, pending_requests, follows, blocks from amity.site_counts', 'values (2::bigint, 1::bigint, 1::bigint, 3::bigint)',
  'each is counted, what has expired is not'
);
select speak_as('ada');
select throws_ok('select * from amity.site_counts', '42501', null, 'not for people');
select speak_as_anon();
select throws_ok('select * from amity.site_counts', '42501', null, 'nor for anybody signed out');
select be_quiet();
select is((select count(*) from amity.site_counts), 1::bigint, 'one row');

select * from finish();
rollback;
