-- What the table of blocks would hold by itself, if its triggers were off.
begin;
select plan(12);

select col_not_null('amity', 'blocks', col, col || ' is always given')
from unnest(array['id', 'blocker_id', 'blocked_id', 'hide_from_search', 'prevent_profile_view', 'created_at']) as col;

select amity.set_setting('follows_enabled', 'true'), tap.person('ada'), tap.person('ben');
alter table amity.blocks disable trigger user;
insert into amity.blocks (blocker_id, blocked_id) values (tap.person('ada'), tap.person('ben'));
select throws_ok(format('insert into amity.blocks (blocker_id, blocked_id) values (%L, %L)', blocker, blocked), state, null, why)
from (values
  (tap.person('ada'), tap.person('ada'), '23514', 'a block of oneself is refused'),
  (tap.person('ada'), tap.person('ben'), '23505', 'a second block of the same person is refused'),
  ('a0000000-0000-4000-8000-000000000000', tap.person('ben'), '23503', 'the blocker must be a person')
) as cases (blocker, blocked, state, why);
select throws_ok($$update amity.blocks set blocked_id = blocker_id$$, '23514', null, 'nor by an update');
select refused(format('update amity.blocks set reason = %L', repeat('x', 501)), 'text_too_long', 'a reason is short');
delete from amity.people where id = tap.person('ada');
select is_empty('select * from amity.blocks', 'a block ends with the blocker');

select * from finish();
rollback;
