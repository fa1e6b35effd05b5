-- With an account ends what the person was told, and what others were told of them.
begin;
select plan(3);

select join_circle('{ben}');
select speak_as('carl');
select amity.follow(person('ada'));
select is(told(), '{ada request_accepted ben,ada circle_joined ben,ada followed carl}', 'Ada was told of a member and of a follower');
select speak_as_service();
select amity.forget_person(person('ada'));
select is((select count(*) from amity.notifications), 0::bigint, 'without her nothing of it is left, though the member stays');
select is((select count(*) from amity.verify()), 0::bigint, 'and nothing is broken');

select * from finish();
rollback;
