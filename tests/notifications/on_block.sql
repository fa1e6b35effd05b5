-- A block takes everything along that two people were told of each other, also what outlives it; nothing else.
begin;
select plan(6);

create function pg_temp.everything(one text, other text) returns void language plpgsql as $$
begin
  perform connect(one, other);
  perform speak_as(one);
  perform amity.follow(person(other));
  perform amity.create_circle('climbers');
  perform amity.invite_to_circle(the_circle(), person(other));
  perform speak_as(other);
  perform amity.follow(person(one));
  perform amity.accept_circle_invitation(the_circle());
  perform be_quiet();
end
$$;
select pg_temp.everything('ada', 'ben');
select speak_as('carl');
select amity.follow(person('ada')), amity.follow(person('ben'));
select speak_as('ada');
select amity.follow(person('carl'));
select speak_as('ben');
select amity.follow(person('carl'));
select is(
  told(), '{ada request_accepted ben,ben followed ada,ada followed ben,ada circle_joined ben,ada followed carl,ben followed carl,carl followed ada,carl followed ben}',
  'there is something of each'
);
select speak_as('ada');
select amity.block(person('ben'));
select is(told(), '{ada followed carl,ben followed carl,carl followed ada,carl followed ben}', 'what the two were told of each other leaves');
select ok(exists (select from amity.circle_members where circle_id = the_circle() and person_id = amity.me()), 'the memberships stay');
select amity.unblock(person('ben'));
select is(told(), '{ada followed carl,ben followed carl,carl followed ada,carl followed ben}', 'and unblocking brings nothing back');

select be_quiet();
delete from amity.circles;
select pg_temp.everything('dora', 'emil');
select speak_as('emil');
select amity.block(person('dora'));
select is(told(), '{ada followed carl,ben followed carl,carl followed ada,carl followed ben}', 'the same where the other one blocks');

-- an account ends: of either side
select be_quiet();
delete from amity.people where id = md5('person:carl')::uuid;
select is((select count(*) from amity.notifications), 0::bigint, 'what was told of a person ends with their account');

select * from finish();
rollback;
