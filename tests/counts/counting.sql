-- A count changes with the tie, in the same statement, whichever way the tie comes or goes.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;

-- the counts that a person reads of themselves, as connections/followers/following/received/sent
create function pg_temp.told(name text) returns text language plpgsql as $$
declare
  v_told text;
begin
  perform speak_as(name);
  select concat_ws('/', connections, followers, following, pending_received, pending_sent)
    into v_told from amity.my_counts();
  return v_told;
end
$$;

select is(pg_temp.told('ada'), '0/0/0/0/0', 'all counts begin at 0');
select results_eq('select * from amity.my_counts()', $$values (0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint)$$,
  'in one row, without nulls');

-- asking and answering
select speak_as('ada');
select amity.request_connection(person('ben'));
select is(pg_temp.told('ada'), '0/0/0/0/1', 'a request counts as sent');
select is(pg_temp.told('ben'), '0/0/0/1/0', 'and as received');
select amity.accept_connection(person('ada'));
select is(pg_temp.told('ben'), '1/0/0/0/0', 'accepted, it is a connection');
select is(pg_temp.told('ada'), '1/0/0/0/0', 'of both');
select amity.remove_connection(person('ben'));
select is(pg_temp.told('ada') || ' ' || pg_temp.told('ben'), '0/0/0/0/0 0/0/0/0/0', 'removed, it is none of either');

-- what never became a connection is never counted as one
select speak_as('ada');
select amity.request_connection(person('ben')), amity.request_connection(person('carl'));
select amity.cancel_connection_request(person('ben'));
select speak_as('carl');
select amity.reject_connection(person('ada'));
select is(pg_temp.told('ada') || ' ' || pg_temp.told('carl'), '0/0/0/0/0 0/0/0/0/0', 'cancelled and rejected leave nothing');

-- crossing: the row leaves and comes back accepted
select speak_as('ada');
select amity.request_connection(person('ben'));
select speak_as('ben');
insert into amity.connections (recipient_id) values (person('ada'));
select is(pg_temp.told('ada') || ' ' || pg_temp.told('ben'), '1/0/0/0/0 1/0/0/0/0', 'crossing counts once');
select throws_ok(format('insert into amity.connections (recipient_id) values (%L)', person('ada')), 'PT409');
select is(pg_temp.told('ben'), '1/0/0/0/0', 'what is refused does not count');
delete from amity.connections;
select is(pg_temp.told('ben'), '0/0/0/0/0', 'deleting straight from the table counts');

-- the instant flow, and several in one statement
select speak_as_service();
select amity.set_setting('connections_need_approval', 'false');
select speak_as('ada');
insert into amity.connections (recipient_id) values (person('ben')), (person('carl')), (person('dora'));
select is(pg_temp.told('ada'), '3/0/0/0/0', 'without approval a request counts at once');
delete from amity.connections;
select is(pg_temp.told('ada') || ' ' || pg_temp.told('dora'), '0/0/0/0/0 0/0/0/0/0', 'three gone at once');
select speak_as_service();
select amity.set_setting('connections_need_approval', 'true');

-- a service
insert into amity.connections (requester_id, recipient_id, status)
values (person('ada'), person('ben'), 'accepted'), (person('carl'), person('ada'), 'pending');
insert into amity.follows (follower_id, followed_id) values (person('carl'), person('ada')), (person('ada'), person('carl'));
update amity.connections set status = 'accepted' where status = 'pending';
select is(pg_temp.told('ada') || ' ' || pg_temp.told('carl'), '2/1/1/0/0 1/1/1/0/0', 'what a service does counts');

-- follows
select speak_as('ben');
select amity.follow(person('ada'));
select is(pg_temp.told('ada') || ' ' || pg_temp.told('ben'), '2/2/1/0/0 1/0/1/0/0', 'a follow counts for both');
select speak_as('ada');
select amity.remove_follower(person('ben')), amity.unfollow(person('carl'));
select is(pg_temp.told('ada') || ' ' || pg_temp.told('ben'), '2/1/0/0/0 1/0/0/0/0', 'its end as well');

-- a block ends everything, and an unblock restores nothing
select speak_as('ada');
select amity.block(person('carl'));
select is(pg_temp.told('ada') || ' ' || pg_temp.told('carl'), '1/0/0/0/0 0/0/0/0/0', 'a block takes off what it ends');
select speak_as('ada');
select amity.unblock(person('carl'));
select is(pg_temp.told('ada'), '1/0/0/0/0', 'and an unblock adds nothing');

-- what is undone was never counted
savepoint here;
select amity.remove_connection(person('ben'));
rollback to here;
select is(pg_temp.told('ada'), '1/0/0/0/0', 'what is undone is not counted');

-- a request that has expired is not counted
select speak_as('dora');
select amity.request_connection(person('ada'));
select is(pg_temp.told('ada'), '1/0/0/1/0', 'an open request waits');
select speak_as_service();
select amity.set_setting('request_ttl', '0 seconds');
select is(pg_temp.told('ada') || ' ' || pg_temp.told('dora'), '1/0/0/0/0 0/0/0/0/0', 'an expired one does not');

select be_quiet();
select is_empty('select * from amity.verify()', 'and all is well');
select * from finish();
rollback;
