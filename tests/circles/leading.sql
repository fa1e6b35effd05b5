-- Who goes, and who leads then: a circle with members has an admin, and one without ends.
begin;
select plan(45);

select join_circle('{ben,carl,dora}');
select is(in_the_circle(), 'ada* ben carl dora', 'four of them');
-- a trigger of the host's, which runs as the person
create table public.hook (statement text);
create function public.hook() returns trigger language plpgsql as 'begin execute new.statement; return new; end';
create trigger hook before insert on public.hook for each row execute function public.hook();
grant insert on public.hook to authenticated;

-- roles
select speak_as('ben');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''carl''))', 'not_circle_admin', 'a member cannot promote');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''ben''))', 'not_circle_admin', 'not even himself');
select refused('select amity.demote_in_circle(the_circle(), tap.person(''ada''))', 'not_circle_admin', 'and cannot demote');
select refused('update amity.circle_members set role = ''admin'' where person_id = amity.me()', 'not_circle_admin', 'nor by hand');
select is_empty('update amity.circle_members set role = ''admin'' where person_id <> amity.me() returning 1', 'nor another');
select refused('select amity.remove_from_circle(the_circle(), tap.person(''carl''))', 'not_circle_admin', 'nor removes');
select is_empty('delete from amity.circle_members where person_id <> amity.me() returning 1', 'nor by hand');
select refused('select amity.end_circle(the_circle())', 'not_circle_admin', 'nor ends it');
select refused('select amity.change_circle(the_circle(), ''x'')', 'not_circle_admin', 'nor renames');
select refused('update amity.circles set name = ''x''', 'not_circle_admin', 'nor by hand');
select refused('update amity.circles set description = ''x''', 'not_circle_admin', 'nor describes');
select refused('delete from amity.circles', 'not_circle_admin', 'nor ends by hand');
select refused(format('insert into public.hook values (%L)', statement), 'not_circle_admin', 'nor within a trigger: ' || statement)
from unnest(array['update amity.circles set name = ''x''', 'delete from amity.circles']) as statement;
select speak_as('emil');
select refused('select amity.remove_from_circle(the_circle(), tap.person(''carl''))', 'circle_not_found', 'an outsider cannot remove a member');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''carl''))', 'circle_not_found', 'and cannot promote one');
select refused('select amity.end_circle(the_circle())', 'circle_not_found', 'ends nothing');
select refused('select amity.change_circle(the_circle(), ''x'')', 'circle_not_found', 'renames nothing');
select refused('select amity.leave_circle(the_circle())', 'circle_not_found', 'and leaves nothing');

select speak_as('ada');
select is((amity.promote_in_circle(the_circle(), tap.person('dora'))).role::text, 'admin', 'an admin promotes');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''dora''))', 'role_unchanged', 'once');
select refused('update amity.circle_members set role = null where person_id = tap.person(''dora'')', 'role_unchanged', 'to something');
select refused('select amity.promote_in_circle(the_circle(), tap.person(''emil''))', 'circle_member_not_found', 'a member');
select speak_as('dora');
select is((amity.demote_in_circle(the_circle(), tap.person('ada'))).role::text, 'member', 'an admin demotes another');
select is(in_the_circle(), 'ada ben carl dora*', 'so it stands');
select is((amity.demote_in_circle(the_circle(), tap.person('dora'))).role::text, 'member', 'the last admin steps down');
select is(in_the_circle(), 'ada* ben carl dora', 'and hands over to who has been there longest');

-- leaving
select speak_as('ada');
select is((amity.leave_circle(the_circle())).role::text, 'admin', 'the last admin leaves');
select is(in_the_circle(), 'ben* carl dora', 'and hands over');
select speak_as('dora');
select isnt_empty('delete from amity.circle_members where person_id = amity.me() returning 1', 'a member leaves by hand');
select is(in_the_circle(), 'ben* carl', 'and nothing else changes');
select is_empty('select 1 from amity.circles union all select 1 from amity.circle_members', 'she sees no more of it');
select isnt_empty('select 1 from amity.circle_members_history', 'but what was hers');
select speak_as('ben');
select is((amity.remove_from_circle(the_circle(), tap.person('carl'))).person_id, tap.person('carl'), 'an admin removes');
select refused('select amity.demote_in_circle(the_circle(), tap.person(''ben''))', 'last_admin', 'the only member cannot hand over');
select connect('ben', 'emil');
select speak_as('ben');
select amity.invite_to_circle(the_circle(), tap.person('emil'));
select refused('select amity.demote_in_circle(the_circle(), tap.person(''ben''))', 'last_admin', 'least of all who has not said yes');
select amity.remove_from_circle(the_circle(), tap.person('ben'));
select be_quiet();
select is_empty('select 1 from amity.circles union all select 1 from amity.circle_members', 'the last member ends it, with its invitations');
select results_eq(
  $$select action::text, actor_id from amity_private.circle_members_history where person_id in (tap.person('ben'), tap.person('emil')) order by entry desc limit 3$$,
  $$select unnest('{withdrawn,left,invited}'::text[]), tap.person('ben')$$, 'each remembered'
);

-- ending
select join_circle('{}');
select speak_as('ada');
select amity.invite_to_circle(the_circle(), tap.person('ben')), amity.invite_to_circle(the_circle(), tap.person('carl'));
select speak_as('carl');
select amity.accept_circle_invitation(the_circle());
select speak_as('ada');
select is((amity.end_circle(the_circle())).name, 'climbers', 'an admin ends it');
select refused('select amity.end_circle(amity.uuid_v7())', 'circle_not_found', 'once');
select amity.create_circle('by hand');
select isnt_empty('delete from amity.circles returning 1', 'or by hand');
select be_quiet();
select is_empty('select 1 from amity.circles union all select 1 from amity.circle_members', 'for everybody');
select set_eq(
  $$select person_id, action::text from amity_private.circle_members_history order by entry desc offset 2 limit 3$$,
  $$select tap.person('carl'), 'removed' union all select tap.person('ben'), 'withdrawn' union all select tap.person('ada'), 'left'$$,
  'each in the history'
);
select is_empty('select * from amity.verify()', 'all is well');
select * from finish();
rollback;
