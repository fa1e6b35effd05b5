-- Follows that are refused: the same words through the table and through the function.
begin;
select * from no_plan();

select speak_as('emil');
select amity.block(tap.person('ada'));
select speak_as('ada');
select amity.follow(tap.person('ben'));
select amity.block(tap.person('dora'));

create temporary table cases (slug text, followed uuid, why text);
insert into cases values
  ('self_follow', tap.person('ada'), 'myself'),
  ('already_following', tap.person('ben'), 'twice'),
  ('blocked', tap.person('dora'), 'a person I blocked'),
  ('person_not_found', tap.person('emil'), 'who blocked me'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', 'who was never there'),
  ('person_not_found', null, 'null');

select refused(format('insert into amity.follows (followed_id) values (%L)', followed), slug, 'table: ' || why) from cases;
select refused(format('select amity.follow(%L)', followed), slug, 'function: ' || why) from cases;

select refused(format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', follower, followed), slug, why)
from (values
  ('not_yours', tap.person('carl'), tap.person('ben'), 'in the name of another person'),
  ('not_yours', tap.person('carl'), tap.person('ada'), 'a person cannot make others follow them'),
  ('not_yours', tap.person('ben'), tap.person('ben'), 'nor themselves'),
  ('not_yours', 'a0000000-0000-4000-8000-000000000000', tap.person('ben'), 'in the name of an unknown id'),
  ('person_not_found', null, tap.person('ben'), 'in no name')
) as cases (slug, follower, followed, why);

select throws_ok(format('insert into amity.follows (followed_id, %I) values (tap.person(''carl''), default)', col), '42501', null, col || ' is not mine to say')
from unnest(array['id', 'created_at']) as col;
select refused($$
  insert into amity.follows (followed_id) values (tap.person('carl')), (tap.person('ben'))
$$, 'already_following', 'several at once, one of them twice');
select refused($$
  insert into amity.follows (followed_id) values (tap.person('carl')), (tap.person('carl'))
$$, 'already_following', 'one of them twice in one statement');
select is(array_agg(followed_id), array[tap.person('ben')], 'and none of this made a follow') from amity.follows;

-- a service is held to the same
select speak_as_service();
select refused(format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', follower, followed), slug, 'a service: ' || why)
from (values
  ('self_follow', tap.person('ada'), tap.person('ada'), 'with oneself'),
  ('already_following', tap.person('ada'), tap.person('ben'), 'twice'),
  ('blocked', tap.person('ada'), tap.person('dora'), 'across a block'),
  ('person_not_found', tap.person('dora'), tap.person('ada'), 'across a block the other way'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', tap.person('ben'), 'for an unknown id'),
  ('person_not_found', tap.person('ada'), 'a0000000-0000-4000-8000-000000000000', 'of an unknown id')
) as cases (slug, follower, followed, why);

select * from finish();
rollback;
