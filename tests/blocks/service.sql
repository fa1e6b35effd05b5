-- A service blocks and unblocks for others, by the same rules; and what it did says so.
begin;
select plan(11);

select isnt(tap.person('ada'), tap.person('ben'), 'two people');
select speak_as_service();
with inserted as (insert into amity.blocks (blocker_id, blocked_id, reason) values (tap.person('ada'), tap.person('ben'), 'reported') returning *)
select is((blocker_id, reason)::text, (tap.person('ada'), 'reported')::text, 'it blocks for a person') from inserted;

select refused(format('insert into amity.blocks (blocker_id, blocked_id) values (%L, %L)', blocker, blocked), slug, why)
from (values
  ('already_blocked', tap.person('ada'), tap.person('ben'), 'not twice'),
  ('self_block', tap.person('ada'), tap.person('ada'), 'not themselves'),
  ('person_not_found', 'a0000000-0000-4000-8000-000000000000', tap.person('ben'), 'not for an unknown id'),
  ('no_actor', null, tap.person('ben'), 'not for null'),
  ('person_not_found', tap.person('ada'), null, 'not null')
) as cases (slug, blocker, blocked, why);
select refused(format('insert into amity.blocks (blocked_id) values (%L)', tap.person('ben')), 'no_actor', 'not without a blocker');

select speak_as('ada');
select is(count(*), 1::bigint, 'it belongs to the person it was made for') from amity.blocks where reason = 'reported';

select speak_as_service();
delete from amity.blocks;
select results_eq(
  'select action::text, cause::text, actor_id from amity_private.blocks_history order by entry',
  $$values ('blocked', 'service', null::uuid), ('unblocked', 'service', null)$$, 'the history says that a service did it'
);
select is_empty('select * from amity.blocks', 'and it is gone');

select * from finish();
rollback;
