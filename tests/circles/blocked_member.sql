-- An admin who blocks a member of their circle can still put them out of it: they see them there, as only an admin does.
-- The blocked person cannot tell that admin from an unknown id.
begin;
select plan(23);

select join_circle('{ben,carl,dora}');

create function pg_temp.seen_by(who text) returns text language plpgsql as $$
begin
  perform speak_as(who);
  return (
    select string_agg(name, ' ' order by name) from unnest('{ada,ben,carl,dora}'::text[]) as name
    where exists (select from amity.circle_members where person_id = md5('person:' || name)::uuid)
  ) || ', ' || (select count(*) from amity.circle_people(the_circle()))
    || ', ' || (select people_count from amity.my_circles);
end
$$;

select speak_as('ada');
select amity.block(person('ben'));
select speak_as('dora');
select amity.block(person('ben'));
select is(pg_temp.seen_by('ada'), 'ada ben carl dora, 4, 4', 'an admin sees a member she blocked');
select is(pg_temp.seen_by('dora'), 'ada carl dora, 3, 3', 'a member does not');
select is(pg_temp.seen_by('ben'), 'ben carl, 2, 2', 'the blocked sees neither');

-- she can only remove him: another act would be seen by him without an actor
select speak_as('ada');
select refused(format('select amity.promote_in_circle(%L, %L)', the_circle(), person('ben')), 'blocked', 'he is not promoted');
select refused(format('select amity.demote_in_circle(%L, %L)', the_circle(), person('ben')), 'blocked', 'nor demoted');
select is_empty(
  $$update amity.circle_members set role = 'admin' where person_id = person('ben') returning 1$$, 'nor by the table'
);
select speak_as('carl');
select refused(
  format('select amity.remove_from_circle(%L, %L)', the_circle(), person('ben')), 'not_circle_admin', 'a member cannot remove him'
);
select speak_as('dora');
select refused(
  format('select amity.remove_from_circle(%L, %L)', the_circle(), person('ben')), 'not_circle_admin', 'nor can a member who blocked him'
);
select is_empty($$delete from amity.circle_members where person_id = person('ben') returning 1$$, 'nor by the table');

select speak_as('ada');
select is((amity.remove_from_circle(the_circle(), person('ben'))).person_id, person('ben'), 'the admin puts him out');
select is(pg_temp.seen_by('ada'), 'ada carl dora, 3, 3', 'and he is');
select speak_as('ben');
select is_empty('select 1 from amity.my_circles', 'he is in no circle');
select refused(format('select amity.leave_circle(%L)', the_circle()), 'circle_not_found', 'as if it had ended');
select is((select action::text from amity.circle_members_history order by occurred_at desc limit 1), 'removed', 'which looks the same');

-- by the table, and a person invited by another admin
select speak_as('ada');
select amity.promote_in_circle(the_circle(), person('carl'));
select amity.block(person('dora'));
select isnt_empty($$delete from amity.circle_members where person_id = person('dora') returning 1$$, 'by the table as well');
select be_quiet();
insert into amity.connections (requester_id, recipient_id, status) values (person('carl'), person('dora'), 'accepted');
select speak_as('carl');
select amity.invite_to_circle(the_circle(), person('dora'));
select speak_as('ada');
select isnt_empty($$delete from amity.circle_members where person_id = person('dora') returning 1$$, 'and a person another admin invited');

-- a member who has blocked the admin as well does not exist for her
select speak_as('carl');
select amity.invite_to_circle(the_circle(), person('dora'));
select speak_as('dora');
select amity.accept_circle_invitation(the_circle());
select amity.block(person('ada'));
select speak_as('ada');
select is_empty($$select 1 from amity.circle_members where person_id = person('dora')$$, 'who blocked her is out of sight');
select refused(format('select amity.remove_from_circle(%L, %L)', the_circle(), person('dora')), 'circle_member_not_found', 'is not there');
select is_empty($$delete from amity.circle_members where person_id = person('dora') returning 1$$, 'nor by the table');
select speak_as('dora');
select amity.unblock(person('ada'));
select speak_as('ada');
select isnt_empty($$select 1 from amity.circle_members where person_id = person('dora')$$, 'until the block is over');

-- a former admin is like any member
select amity.demote_in_circle(the_circle(), person('ada'));
select is_empty($$select 1 from amity.circle_members where person_id = person('dora')$$, 'she does not see the blocked member any more');
select refused(format('select amity.remove_from_circle(%L, %L)', the_circle(), person('dora')), 'not_circle_admin', 'and cannot remove a member');

select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');
select * from finish();
rollback;
