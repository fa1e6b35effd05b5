-- A statement may go on with what it has just written: the history tells it in the order in which it was.
begin;
select plan(6);

select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
select speak_as('ada');
select amity.follow(person(name)) from unnest('{ben,carl}'::text[]) as name;
select isnt_empty(
  $$insert into amity.step_backs (person_id) values (person('ben')) returning amity.return_to(person_id)$$,
  'stepping back and returning'
);
select isnt_empty(
  $$insert into amity.step_backs (person_id) values (person('carl')) returning amity.unfollow(person_id)$$,
  'stepping back, and the end of the tie'
);
select refused(
  $$delete from amity.follows where followed_id = person('ben') returning amity.step_back_from(followed_id)$$, 'no_tie',
  'what ends is nothing to stand on'
);
select is_empty('select from amity.step_backs', 'nothing stands');

select be_quiet();
select results_eq(
  'select person_id, action::text from amity_private.step_backs_history order by entry',
  $$values (person('ben'), 'stepped_back'), (person('ben'), 'returned'),
    (person('carl'), 'stepped_back'), (person('carl'), 'ended')$$, 'in their order'
);

-- an insert that comes to nothing is not remembered
select speak_as('ben');
select amity.follow(person('carl'));
select amity.follow(person('ada'));
select amity.step_back_from(person('ada'));
select speak_as_service();
insert into amity.step_backs (id, owner_id, person_id)
select id, owner_id, person('carl') from amity.step_backs on conflict (id) do nothing;
select be_quiet();
select is_empty('select * from amity.verify()', 'and it replays');

select * from finish();
rollback;
