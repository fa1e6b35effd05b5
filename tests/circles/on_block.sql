-- A block ends the invitations of the pair. What two people share with others stays, but neither sees the other there.
-- (Except that an admin sees a member they blocked: blocked_member.sql.)
begin;
select plan(35);

select join_circle('{ben,carl,dora}');
select connect('carl', 'ben');
select connect('carl', 'emil');
select speak_as('ada');
select amity.promote_in_circle(the_circle(), tap.person('carl'));
select amity.create_circle('second'), amity.create_circle('third');
create temporary table circle as select * from amity.circles;
grant select on circle to public;
create function pg_temp.id(circle_name text) returns uuid language sql return (select id from circle where name = circle_name);

-- invitations
select amity.invite_to_circle(pg_temp.id('second'), tap.person('ben')), amity.invite_to_circle(pg_temp.id('second'), tap.person('dora'));
select amity.invite_to_circle(pg_temp.id('third'), tap.person('dora'));
select amity.invite_to_circle(pg_temp.id('third'), tap.person('carl'));
select speak_as('ben');
select amity.block(tap.person('ada'));
select is_empty('select 1 from amity.my_circles where status = ''invited''', 'an invitation from a person I blocked is gone');
select is((select action::text from amity.circle_members_history where circle_id = pg_temp.id('second') order by occurred_at desc limit 1),
  'declined', 'as if I had declined');
select speak_as('ada');
select is((select count(*) from amity.circle_members where status = 'invited'), 3::bigint, 'others are as they were');
select amity.block(tap.person('dora'));
select be_quiet();
select results_eq(
  $$select action::text, actor_id from amity_private.circle_members_history where cause = 'block' order by entry$$,
  $$select * from (values ('declined', tap.person('ben')), ('withdrawn', tap.person('ada')), ('withdrawn', tap.person('ada'))) as said$$,
  'each in the history'
);
select is(in_the_circle(), 'ada* ben carl* dora', 'the members stay');
select speak_as('dora');
select is((select count(*) from amity.circle_members_history where action = 'withdrawn'), 2::bigint, 'to the blocked it was withdrawn');

-- across a block neither sees the other: in the list, the count, the history, by name
create function pg_temp.seen_by(who text) returns text language plpgsql as $$
begin
  perform speak_as(who);
  return (
    select string_agg(name, ' ' order by name) from unnest('{ada,ben,carl,dora,emil}'::text[]) as name
    where exists (select from amity.circle_members where circle_id = pg_temp.id('climbers') and person_id = md5('person:' || name)::uuid)
  ) || ', ' || (select count(*) from amity.circle_people(pg_temp.id('climbers'))) || ', '
    || (select people_count from amity.my_circles where id = pg_temp.id('climbers'));
end
$$;
select is(pg_temp.seen_by('ada'), 'ada carl dora, 3, 3', 'an admin does not see a member who blocked her, but sees one she blocked');
select is(pg_temp.seen_by('ben'), 'ben carl dora, 3, 3', 'nor he her');
select is(pg_temp.seen_by('dora'), 'ben carl dora, 3, 3', 'nor the blocked the one who blocked');
select is(pg_temp.seen_by('carl'), 'ada ben carl dora, 4, 4', 'a member without a block sees them all');

select speak_as('ada');
select is_empty(format('select 1 from amity.circle_members_history where person_id in (%L, %L)', tap.person('ben'), tap.person('dora')), 'nor in the history');
create temporary table absent (who text, person uuid, invited_as text, promoted_as text);
insert into absent values 
  ('the blocker', tap.person('ben'), 'person_not_found', 'circle_member_not_found'),
  ('an unknown id', gen_random_uuid(), 'person_not_found', 'circle_member_not_found'),
  ('the blocked', tap.person('dora'), 'blocked', 'blocked');
grant select on absent to public;
select refused(format('select amity.invite_to_circle(%L, %L)', pg_temp.id('climbers'), person), invited_as, who || ' is not invited') from absent;
select refused(format('select amity.remove_from_circle(%L, %L)', pg_temp.id('climbers'), person), 'circle_member_not_found', who || ' is not removed') from absent where who <> 'the blocked';
select refused(format('select amity.promote_in_circle(%L, %L)', pg_temp.id('climbers'), person), promoted_as, who || ' is not promoted') from absent;
select is_empty(format('delete from amity.circle_members where person_id = %L returning 1', person), who || ' is not deleted') from absent where who <> 'the blocked';
select is_empty(format('update amity.circle_members set role = ''admin'' where person_id = %L returning 1', person), who || ' is not updated') from absent;
delete from amity.circle_members where circle_id = pg_temp.id('climbers') and person_id <> amity.me();
select is(in_the_circle(), 'ada* ben', 'a delete without a condition removes only the members she sees');
select refused(format('select amity.demote_in_circle(%L, amity.me())', pg_temp.id('climbers')), 'last_admin', 'and she cannot hand over to a member she does not see');

-- leaving hands over to a member she does not see as well
select amity.leave_circle(pg_temp.id('climbers'));
select is(in_the_circle(), 'ben*', 'a former member sees nothing any more');
select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');

-- a person with an invitation that I may not see can be invited by me, and the other invitation ends
select speak_as('ben');
select connect('ben', 'emil');
insert into amity.circle_members (circle_id, person_id, status) values (pg_temp.id('climbers'), tap.person('carl'), 'member');
select speak_as('ben');
select amity.promote_in_circle(pg_temp.id('climbers'), tap.person('carl'));
select amity.invite_to_circle(pg_temp.id('climbers'), tap.person('emil'));
select speak_as('carl');
select is((select invited_by from amity.circle_members where status = 'invited' and person_id <> amity.me()), tap.person('ben'), 'an admin sees who invited');
select refused(format('select amity.invite_to_circle(%L, %L)', pg_temp.id('climbers'), tap.person('emil')), 'already_invited', 'once is enough');
select amity.block(tap.person('ben'));
select is_empty('select 1 from amity.circle_members where status = ''invited'' and person_id <> amity.me()', 'but not an invitation by a blocked person');
select is((amity.invite_to_circle(pg_temp.id('climbers'), tap.person('emil'))).invited_by, tap.person('carl'), 'and invites them anew');
select speak_as('ben');
select is_empty('select 1 from amity.circle_members where status = ''invited''', 'which the other does not see');
select speak_as('emil');
select results_eq('select invited_by, status::text from amity.my_circles where id = pg_temp.id(''climbers'')', $$select tap.person('carl'), 'invited'$$, 'there is one');

select be_quiet();
select is_empty('select * from amity.verify()', 'all is well again');
select * from finish();
rollback;
