-- Answering an invitation: the invited person alone, once; the inviter may withdraw it.
begin;
select plan(28);

select join_circle('{}');
select connect('ada', name) from unnest('{ben,carl,dora}'::text[]) as name;
-- ada invites the given person, who speaks next
create function pg_temp.invite(name text) returns void language plpgsql as $$
begin
  perform speak_as('ada');
  perform amity.invite_to_circle(the_circle(), tap.person(name));
  perform speak_as(name);
end
$$;

select pg_temp.invite('ben');
select results_eq(
  'select role::text, status::text, invited_by, invited_at < joined_at from amity.accept_circle_invitation(the_circle())',
  $$values ('member', 'member', null::uuid, true)$$, 'accepting gives the membership'
);
select refused('select amity.accept_circle_invitation(the_circle())', 'already_member', 'once');
select refused('select amity.decline_circle_invitation(the_circle())', 'circle_invitation_not_found', 'and not declined after');
select refused($$update amity.circle_members set status = 'member' where person_id = amity.me()$$, 'already_member', 'nor by hand');
select refused($$update amity.circle_members set status = 'invited' where person_id = amity.me()$$, 'already_member', 'a member cannot become invited again');
select results_eq('select action::text from amity.circle_members_history order by occurred_at', $$values ('invited'), ('joined')$$, 'it is remembered');

select pg_temp.invite('carl');
select refused($$update amity.circle_members set status = 'invited'$$, 'already_invited', 'an invitation is no answer');
select refused($$update amity.circle_members set status = null$$, 'already_invited', 'nor is nothing');
select refused($$update amity.circle_members set role = 'admin'$$, 'not_circle_admin', 'an invited person cannot become an admin');
with answered as (update amity.circle_members set status = 'member' where circle_id = the_circle() returning status::text)
select is(status, 'member', 'accepting by hand') from answered;
select is(in_the_circle(), 'ada* ben carl', 'who said yes is in it');

select pg_temp.invite('dora');
select speak_as('ada');
select refused(format('update amity.circle_members set status = ''member'' where person_id = %L', tap.person('dora')), 'not_yours', 'an invitation of another person cannot be accepted');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''dora''))', 'circle_member_not_found', 'an invited person has no role yet');
select speak_as('ben');
select is_empty(format('update amity.circle_members set status = ''member'' where person_id = %L returning 1', tap.person('dora')), 'least of all a member');
select is_empty(format('delete from amity.circle_members where person_id = %L returning 1', tap.person('dora')), 'nor declines for another');
select speak_as('dora');
select results_eq('select person_id, status::text from amity.decline_circle_invitation(the_circle())',
  $$select tap.person('dora'), 'invited'$$, 'declining gives it back once');
select refused('select amity.decline_circle_invitation(the_circle())', 'circle_invitation_not_found', 'and then it is gone');
select refused('select amity.accept_circle_invitation(the_circle())', 'circle_invitation_not_found', 'for good');
select is_empty('select 1 from amity.circles union all select 1 from amity.circle_members', 'with the circle');
select speak_as('ada');
select is_empty('select 1 from amity.circle_members_history where person_id <> amity.me()', 'an admin does not hear the no');

select pg_temp.invite('dora');
select isnt_empty($$delete from amity.circle_members where person_id = amity.me() returning 1$$, 'declining by hand; she was invited anew');
select pg_temp.invite('dora');
select speak_as('ada');
select is((amity.remove_from_circle(the_circle(), tap.person('dora'))).status::text, 'invited', 'an admin withdraws');
select pg_temp.invite('dora');
select speak_as('ada');
select amity.promote_in_circle(the_circle(), tap.person('ben')), amity.leave_circle(the_circle());
select isnt_empty('select 1 from amity.circle_members', 'a former member sees the people they invited');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''dora''))', 'circle_not_found', 'and does nothing with it');
select is((amity.remove_from_circle(the_circle(), tap.person('dora'))).invited_by, tap.person('ada'), 'but withdraw it');

select be_quiet();
select results_eq(
  $$select action::text, actor_id, cause::text from amity_private.circle_members_history where person_id = tap.person('dora') order by entry$$,
  $$select unnest('{invited,declined,invited,declined,invited,withdrawn,invited,withdrawn}'::text[]),
    unnest(array[tap.person('ada'), tap.person('dora'), tap.person('ada'), tap.person('dora')] || array_fill(tap.person('ada'), '{4}')), 'user'$$,
  'the history says who did what'
);
select is(in_the_circle(), 'ben* carl', 'they are on their own');
select is_empty('select * from amity.verify()', 'all is well');
select * from finish();
rollback;
