-- An invitation tells the invited person, and joining the one who invited. Declining and leaving are told to no person.
begin;
select plan(9);

select connect('ada', 'ben');
select connect('ada', 'carl');
delete from amity.notifications;
select speak_as('ada');
select amity.create_circle('climbers');
select amity.invite_to_circle(the_circle(), person('ben')), amity.invite_to_circle(the_circle(), person('carl'));
select is(told(), '{ben circle_invitation ada,carl circle_invitation ada}', 'an invitation tells the invited person');
select speak_as('carl');
select results_eq('select subject_id from amity.notifications', 'select id from amity.circle_members', 'it is about the membership');
select amity.decline_circle_invitation(the_circle());
select is(told(), '{ben circle_invitation ada}', 'it leaves with the invitation, and declining is told to no person');
select speak_as('ben');
select amity.accept_circle_invitation(the_circle());
select is(told(), '{ada circle_joined ben}', 'joining takes the invitation away, and tells the one who invited');
select speak_as('ada');
select amity.promote_in_circle(the_circle(), person('ben'));
select is(told(), '{ada circle_joined ben}', 'another role changes nothing');
select amity.leave_circle(the_circle());
select is(told(), '{ada circle_joined ben}', 'it stays where the one who invited leaves');
select speak_as('ben');
select amity.leave_circle(the_circle());
select is(told(), '{}', 'it leaves with the membership');

select speak_as('ada');
select amity.create_circle('climbers');
select amity.invite_to_circle(the_circle(), person('ben'));
select amity.end_circle(the_circle());
select is(told(), '{}', 'and with the circle');
select amity.create_circle('climbers');
select speak_as_service();
insert into amity.circle_members (circle_id, person_id, status) values (the_circle(), person('emil'), 'member');
select is(told(), '{}', 'a member whose consent a service has is told nothing');

select * from finish();
rollback;
