-- amity.friendships shows a person their own, pending and accepted, and nothing that has ended.
begin;
select * from no_plan();

create function pg_temp.sees(who text) returns text[] language plpgsql as $$
declare
  v_seen text[];
begin
  perform speak_as(who);
  v_seen := array(select status || case when requester_id = amity.me() then ' from me' else ' to me' end from amity.friendships order by 1);
  perform be_quiet();
  return v_seen;
end
$$;

select speak_as('ada');
select amity.request_connection(tap.person('ben'));
select is(pg_temp.sees('ada'), '{pending from me}', 'my request');
select is(pg_temp.sees('ben'), '{pending to me}', 'a request to me');
select is(pg_temp.sees('carl'), '{}', 'not that of others');

select speak_as('ben');
select amity.accept_connection(tap.person('ada'));
select is(pg_temp.sees('ada'), '{accepted from me}', 'accepted');
select is(pg_temp.sees('ben'), '{accepted to me}', 'to both');
select is(pg_temp.sees('carl'), '{}', 'not to others');

select speak_as('carl');
select amity.request_connection(tap.person('ben'));
select is(pg_temp.sees('ben'), '{accepted to me,pending to me}', 'several');
select speak_as('ben');
select amity.reject_connection(tap.person('carl'));
select is(pg_temp.sees('ben'), '{accepted to me}', 'what was rejected is none');
select is(pg_temp.sees('carl'), '{}', 'to neither');
select speak_as('carl');
select amity.request_connection(tap.person('ada'));
select amity.cancel_connection_request(tap.person('ada'));
select is(pg_temp.sees('carl'), '{}', 'what was cancelled is none');
select speak_as('ada');
select amity.remove_connection(tap.person('ben'));
select is(pg_temp.sees('ben'), '{}', 'what was removed is none');

select speak_as('ada');
select amity.request_connection(tap.person('dora'));
select speak_as('dora');
select amity.block(tap.person('ada'));
select is(pg_temp.sees('ada'), '{}', 'what a block ended is none');

select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status) values (tap.person('ada'), tap.person('ben'), 'accepted');
select is(count(*), 1::bigint, 'a service sees it for others') from amity.friendships;
select speak_as(null::uuid);
select is_empty('select * from amity.friendships', 'a signed-out caller has none');
select speak_as_anon();
select throws_ok('select * from amity.friendships', '42501', null, 'anon reads none');

select * from finish();
rollback;
