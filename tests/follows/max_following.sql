-- max_following: a cap on how many a person follows. No cap, some, none at all; and what ends makes room.
begin;
select plan(13);

select is(value, null, 'nothing is capped unless the host says so') from amity.settings where name = 'max_following';
select amity.set_setting('max_following', '2');
select speak_as('ben');
select lives_ok(format('select amity.follow(%L)', tap.person('ada')), 'being followed does not count');

select speak_as('ada');
select lives_ok(format('select amity.follow(%L)', tap.person(name)), 'room for ' || name) from unnest(array['ben', 'carl']) as name;
select refused(format('select amity.follow(%L)', tap.person('dora')), 'limit_reached', 'no room for a third');
select throws_ok(format('select amity.follow(%L)', tap.person('dora')), 'PT409', null, 'which is a conflict');
select refused(format('select amity.follow(%L)', tap.person('ben')), 'already_following', 'a person I follow already is refused as that, not for the cap');

select amity.unfollow(tap.person('carl'));
select refused($$
  insert into amity.follows (followed_id) values (tap.person('dora')), (tap.person('emil'))
$$, 'limit_reached', 'one place is not two');
select lives_ok(format('select amity.follow(%L)', tap.person('dora')), 'what ends makes room');

select speak_as_service();
select refused(
  format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', tap.person('ada'), tap.person('emil')),
  'limit_reached', 'a service is held to it'
);
select amity.set_setting('max_following', '0');
select speak_as('zoe');
select refused(format('select amity.follow(%L)', tap.person('ben')), 'limit_reached', 'none is none');

select speak_as_service();
select amity.set_setting('max_following', '1');
select speak_as('ada');
select is(count(*), 2::bigint, 'a lower cap ends nothing') from amity.follows where follower_id = amity.me();
select speak_as_service();
select amity.set_setting('max_following', null);
select speak_as('ada');
select lives_ok(format('select amity.follow(%L)', tap.person('emil')), 'without a cap there is room');

select * from finish();
rollback;
