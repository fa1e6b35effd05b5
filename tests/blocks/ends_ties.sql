-- A block ends whatever the two have, at once, each in its own history; and touches no other person.
begin;
select * from no_plan();

-- What the histories say of two people, in order.
create function pg_temp.endings(one text, other text) returns setof text language sql as $$
  select line from (
    select occurred_at, concat_ws(' ', 'connection', action, cause) as line, actor_id
    from amity_private.connections_history
    where array[requester_id, recipient_id] <@ array[tap.person(one), tap.person(other)] and cause = 'block'
    union all
    select occurred_at, concat_ws(' ', 'follow', action, cause), actor_id
    from amity_private.follows_history
    where array[follower_id, followed_id] <@ array[tap.person(one), tap.person(other)] and cause = 'block'
  ) as entries
  where actor_id = tap.person(one)
  order by line
$$;

-- One does something with many; then each is blocked, in one way or the other.
select speak_as('ada');
select amity.request_connection(tap.person('asked by ada')), amity.follow(tap.person('followed by ada'));
select amity.request_connection(tap.person('bystander')), amity.follow(tap.person('bystander'));
select speak_as('asks ada');
select amity.request_connection(tap.person('ada'));
select speak_as('follows ada');
select amity.follow(tap.person('ada'));
select speak_as('friend');
select amity.request_connection(tap.person('ada')), amity.follow(tap.person('ada')), amity.follow(tap.person('bystander'));
select speak_as('ada');
select amity.accept_connection(tap.person('friend')), amity.follow(tap.person('friend'));

select be_quiet();
create function pg_temp.ends(who text, variadic endings text[]) returns setof text language plpgsql as $$
begin
  perform speak_as('ada');
  perform amity.block(tap.person(who));
  return next is_empty(format('select from amity.connections where %L in (requester_id, recipient_id)', tap.person(who)),
    who || ': no connection or request is left');
  return next is_empty(format('select from amity.follows where %L in (follower_id, followed_id)', tap.person(who)),
    who || ': no follow is left');
  perform be_quiet();
  return next is(array(select pg_temp.endings('ada', who)), endings, who || ': each end is remembered, as hers, by a block');
end
$$;
create temporary view hers as
select id from amity.connections where tap.person('bystander') in (requester_id, recipient_id)
union all
select id from amity.follows where tap.person('bystander') in (follower_id, followed_id);
create temporary table before as select * from hers;

select * from pg_temp.ends('asked by ada', 'connection cancelled block');
select * from pg_temp.ends('asks ada', 'connection rejected block');
select * from pg_temp.ends('followed by ada', 'follow unfollowed block');
select * from pg_temp.ends('follows ada', 'follow unfollowed block');
select * from pg_temp.ends('friend', 'connection removed block', 'follow unfollowed block', 'follow unfollowed block');
select * from pg_temp.ends('no tie with her', variadic '{}');

select cmp_ok(count(*), '=', 3::bigint, 'what others have') from before;
select set_eq('select id from hers', 'select id from before', 'stands as it stood');

-- whichever of the two blocks, and whether a person or a service writes it
select speak_as('ada');
select amity.request_connection(tap.person('ben')), amity.follow(tap.person('ben'));
select speak_as_service();
insert into amity.blocks (blocker_id, blocked_id) values (tap.person('ben'), tap.person('ada'));
select be_quiet();
select is(count(*), 2::bigint, 'a service that blocks for a person ends as much, without an actor') from (
  select from amity_private.connections_history where recipient_id = tap.person('ben') and actor_id is null
    and action = 'rejected' and cause = 'block'
  union all
  select from amity_private.follows_history where followed_id = tap.person('ben') and actor_id is null
    and action = 'unfollowed' and cause = 'block'
) as ends;

-- a block that is refused ends nothing
select speak_as('carl');
select amity.follow(tap.person('dora'));
select throws_ok($$select amity.block(tap.person('dora'), repeat('x', 501))$$, 'PT400', null, 'a block that is refused');
select results_eq('select followed_id from amity.follows', 'select tap.person(''dora'')', 'ends nothing');

select be_quiet();
select is_empty('select * from amity_private.' || relname, relname || ' is empty') from pg_class
where relnamespace = 'amity_private'::regnamespace and relname ~ '_drift$';

select * from finish();
rollback;
