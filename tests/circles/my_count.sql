-- A navigation bar shows how many circles wait for an answer.
begin;
select * from no_plan();

select connect('ada', 'ben');
select speak_as('ben');
select is(amity.my_counters() ->> 'circle_invitations', '0', 'none yet');
select speak_as('ada');
select amity.invite_to_circle((amity.create_circle('climbers')).id, person('ben'));
select is(amity.my_counters() ->> 'circle_invitations', '0', 'the inviter counts none');
select speak_as('ben');
select is(amity.my_counters() ->> 'circle_invitations', '1', 'one for the invited');
select amity.accept_circle_invitation(circle_id) from amity.circle_members where status = 'invited';
select is(amity.my_counters() ->> 'circle_invitations', '0', 'until it is answered');

select * from finish();
rollback;
