-- A follow tells the person who is followed, as long as it stands.
begin;
select plan(5);

select speak_as('ada');
select amity.follow(person('ben'));
select is(told(), '{ben followed ada}', 'the person who is followed is told');
select speak_as('ben');
select results_eq('select subject_id from amity.notifications', 'select id from amity.follows', 'it is about the follow');
select amity.remove_follower(person('ada'));
select is(told(), '{}', 'it leaves with the follow');
select amity.follow(person('ada'));
select amity.unfollow(person('ada'));
select is(told(), '{}', 'and its end is told to no person');
select speak_as_service();
insert into amity.follows (follower_id, followed_id) values (person('ada'), person('carl'));
select is(told(), '{carl followed ada}', 'a service follows for others by the same rule');

select * from finish();
rollback;
