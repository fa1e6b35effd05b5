-- What the table of follows would hold by itself, if its triggers were off.
begin;
select plan(11);

select col_not_null('amity', 'follows', col, col || ' is always given')
from unnest(array['id', 'follower_id', 'followed_id', 'created_at']) as col;

select tap.person('ada'), tap.person('ben');
alter table amity.follows disable trigger user;
insert into amity.follows (follower_id, followed_id) values (tap.person('ada'), tap.person('ben'));
select throws_ok(format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', follower, followed), state, null, why)
from (values
  (tap.person('ada'), tap.person('ada'), '23514', 'a follow of oneself is refused'),
  (tap.person('ada'), tap.person('ben'), '23505', 'a second follow of the same person is refused'),
  ('a0000000-0000-4000-8000-000000000000', tap.person('ben'), '23503', 'the follower must be a person'),
  (tap.person('ben'), 'a0000000-0000-4000-8000-000000000000', '23503', 'the followed must be a person')
) as cases (follower, followed, state, why);

select lives_ok(format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', tap.person('ben'), tap.person('ada')), 'the other way is another follow');
delete from amity.people where id = tap.person('ada');
select is_empty('select * from amity.follows', 'follows end with either person');
select isnt_empty(format('select from amity.people where id = %L', tap.person('ben')), 'and only they');

select * from finish();
rollback;
