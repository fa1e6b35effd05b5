-- Blocks that are refused: the same words through the table and through the function.
begin;
select * from no_plan();

select speak_as('ada');
select amity.block(tap.person('ben'), repeat('x', 500));
select pass('a reason of 500 characters is fine');

create temporary table cases (slug text, blocked uuid, reason text, why text);
insert into cases values
  ('self_block', tap.person('ada'), null, 'myself'),
  ('already_blocked', tap.person('ben'), null, 'twice'),
  ('person_not_found', null, null, 'null'),
  ('text_too_long', tap.person('carl'), repeat('x', 501), 'a reason of 501 characters'),
  ('text_too_long', tap.person('carl'), repeat('x', 10001), 'a reason of 10,001 characters'),
  ('text_invalid', tap.person('carl'), E'\x07', 'a reason that rings'),
  -- who I am comes before what I write
  ('self_block', tap.person('ada'), repeat('x', 501), 'myself, at length');

select refused(format('insert into amity.blocks (blocked_id, reason) values (%L, %L)', blocked, reason), slug, 'table: ' || why)
from cases;
select refused(format('select amity.block(%L, %L)', blocked, reason), slug, 'function: ' || why) from cases;

-- in the name of another person
select refused(
  format('insert into amity.blocks (blocker_id, blocked_id) values (%L, %L)', blocker, blocked), slug, why
) from (values
  ('not_yours', tap.person('carl'), tap.person('ben'), 'in the name of another person'),
  ('not_yours', tap.person('ben'), tap.person('ada'), 'in the name of another person, against myself'),
  ('not_yours', 'a0000000-0000-4000-8000-000000000000', tap.person('ben'), 'in the name of an unknown id'),
  ('person_not_found', null, tap.person('ben'), 'in no name')
) as cases (slug, blocker, blocked, why);

select throws_ok('insert into amity.blocks (blocked_id, ' || columns || ') values (tap.person(''carl''), default)', '42501', null, columns || ' is not mine to say')
from unnest(array['id', 'created_at']) as columns;
select throws_ok($$select amity.block('ben')$$, '22P02', null, 'what is no uuid is no person');

-- one that fails takes the others along
select refused($$
  insert into amity.blocks (blocked_id) values (tap.person('carl')), (tap.person('ben'))
$$, 'already_blocked', 'several at once, one of them twice');
select is(array_agg(blocked_id), array[tap.person('ben')], 'and nothing was blocked by any of this') from amity.blocks;

select * from finish();
rollback;
