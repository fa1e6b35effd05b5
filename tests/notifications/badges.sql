-- A badge that is kept tells who has it, once.
begin;
select plan(5);

select connect('ada', 'ben');
select is(told(), '{ada request_accepted ben}', 'a badge that is not kept is awarded at no moment');
select be_quiet();
update amity.badges set kept = true where threshold <= 5;
delete from amity.notifications;
select connect('ada', 'carl');
select is(told(), '{ada badge_awarded,carl badge_awarded,ada request_accepted carl}', 'one that is kept tells each who is awarded it');
select speak_as('ada');
select is(
  (select badge from amity.notifications join amity.kept_badges on kept_badges.id = subject_id), 'ice_breaker', 'it is about the award'
);
select connect('ada', 'dora');
select is((select count(*) from amity.notifications where kind = 'badge_awarded' and person_id = person('ada')), 1::bigint, 'an award is told once');
delete from amity.badges where badge = 'ice_breaker';
select is((select count(*) from amity.notifications where kind = 'badge_awarded'), 0::bigint, 'and leaves with the badge');

select * from finish();
rollback;
