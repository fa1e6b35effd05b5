-- Follows and connections know nothing of each other: neither begins nor ends the other.
begin;
select plan(9);

select speak_as('ada');
select amity.follow(tap.person('ben'));
select is_empty('select * from amity.connections', 'a follow is no request');
select lives_ok(format('select amity.request_connection(%L)', tap.person('ben')), 'a person I follow can be asked');
select is(count(*), 1::bigint, 'a request is no follow') from amity.follows;

select speak_as('ben');
select amity.accept_connection(tap.person('ada'));
select is(count(*), 1::bigint, 'a connection is no follow') from amity.follows;
select lives_ok(format('select amity.follow(%L)', tap.person('ada')), 'a connection can be followed');
select amity.remove_follower(tap.person('ada'));
select is((amity.connection_status(tap.person('ada'))).status, 'accepted', 'the end of a follow ends no connection');

select amity.remove_connection(tap.person('ada'));
select is(array_agg(follower_id), array[amity.me()], 'the end of a connection ends no follow') from amity.follows;
select amity.request_connection(tap.person('ada'));
select speak_as('ada');
select amity.reject_connection(tap.person('ben'));
select is(array_agg(followed_id), array[amity.me()], 'nor does a rejection') from amity.follows;

select speak_as('ben');
select amity.unfollow(tap.person('ada'));
select speak_as('ada');
select results_eq(
  'select action::text from amity.connections_history order by occurred_at',
  $$values ('requested'), ('accepted'), ('removed'), ('requested'), ('rejected')$$,
  'the history of one says nothing of the other'
);

select * from finish();
rollback;
