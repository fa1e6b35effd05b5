-- Blocking a person: by an insert as PostgREST sends it, and by a function that says the same.
begin;
select plan(14);

select speak_as('ada');
with inserted as (insert into amity.blocks (blocked_id) values (tap.person('ben')) returning *)
select results_eq(
  format('select %L::jsonb - ''{id,created_at}''::text[]', to_jsonb(inserted)),
  $$select jsonb_build_object('blocker_id', amity.me(), 'blocked_id', tap.person('ben'), 'reason', null,
    'hide_from_search', true, 'prevent_profile_view', true)$$,
  'the insert returns the block, with everything hidden'
) from inserted;
select results_eq(
  'select blocker_id, blocked_id, created_at between now() and clock_timestamp() from amity.blocks',
  'select amity.me(), tap.person(''ben''), true',
  'and there it is'
);
with inserted as (
  insert into amity.blocks (blocker_id, blocked_id, reason, hide_from_search, prevent_profile_view)
  values (amity.me(), tap.person('carl'), 'spam', false, false)
  returning *
)
select is(
  (blocker_id, blocked_id, reason, hide_from_search, prevent_profile_view)::text,
  (amity.me(), tap.person('carl'), 'spam', false, false)::text, 'my name, a reason and both flags may be said'
) from inserted;

select is(block.blocked_id, tap.person('dora'), 'the function returns the block')
from amity.block(tap.person('dora')) as block;
select is((block.blocked_id, block.reason, block.hide_from_search, block.prevent_profile_view)::text,
  (tap.person('emil'), 'spam', false, true)::text, 'with what was said'
) from amity.block(tap.person('emil'), 'spam', hide_from_search => false, prevent_profile_view => null) as block;
select is(count(*), 4::bigint, 'four are four') from amity.blocks;

with inserted as (
  insert into amity.blocks (blocked_id) select tap.person(name) from unnest(array['finn', 'gina']) as name returning *
)
select is(count(*), 2::bigint, 'two at once') from inserted;

-- Any id can be blocked: otherwise a person who was blocked first could tell, by blocking back.
select lives_ok($$select amity.block('a0000000-0000-4000-8000-000000000000')$$, 'an unknown id can be blocked');

select speak_as('ben');
select is(
  (to_jsonb(block) - '{id,created_at,blocked_id}'::text[])::text,
  (to_jsonb(absent) - '{id,created_at,blocked_id}'::text[])::text,
  'who blocks back is told what they would be told of an unknown id'
) from amity.block(tap.person('ada')) as block, amity.block('a0000000-0000-4000-8000-000000000000') as absent;

select be_quiet();
select is(
  (select array_agg(blocker_id order by blocker_id) from amity.blocks where blocked_id = tap.person('ada')),
  array[tap.person('ben')], 'two may block each other'
);
select results_eq(
  $$select blocker_id, action::text, cause::text, actor_id from amity_private.blocks_history
    where blocked_id in (tap.person('ada'), tap.person('ben')) order by entry$$,
  $$values (tap.person('ada'), 'blocked', 'user', tap.person('ada')), (tap.person('ben'), 'blocked', 'user', tap.person('ben'))$$,
  'each block is remembered, with who did it'
);
select is_empty($$
  select id from amity.blocks full join amity_private.blocks_history on blocks_history.block_id = blocks.id
  where id is null or block_id is null
$$, 'under its id');

select speak_as_anon();
select throws_ok($$select amity.block('a0000000-0000-4000-8000-000000000000')$$, '42501', null, 'anon cannot block');
select speak_as_service();
select throws_ok($$select amity.block('a0000000-0000-4000-8000-000000000000')$$, '42501', null, 'a service is no person: it inserts');

select * from finish();
rollback;
