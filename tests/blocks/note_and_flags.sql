-- Of a block its reason and its flags can change, and nothing else ever.
begin;
select plan(19);

select speak_as('ada');
select amity.block(tap.person('ben'));
select amity.block(tap.person('carl'), 'spam');

with updated as (
  update amity.blocks set reason = 'rude', hide_from_search = false, prevent_profile_view = false
  where blocked_id = tap.person('ben') returning *
)
select is((reason, hide_from_search, prevent_profile_view)::text, '(rude,f,f)', 'note and flags change') from updated;
select results_eq(
  'select reason, hide_from_search, prevent_profile_view from amity.blocks order by reason',
  $$values ('rude', false, false), ('spam', true, true)$$, 'of that block alone'
);
with updated as (update amity.blocks set reason = null returning *)
select is(count(*), 2::bigint, 'a note can be taken back') from updated;
select lives_ok(format('update amity.blocks set reason = %L', repeat('x', 500)), '500 characters are fine');
select refused(format('update amity.blocks set reason = %L', repeat('x', 501)), 'text_too_long', '501 are not');
select refused($$update amity.blocks set reason = E'\x1b'$$, 'text_invalid', 'nor is an escape');

select throws_ok(format('update amity.blocks set %I = default', fixed), '42501', null, 'a person cannot change ' || fixed)
from unnest(array['id', 'blocker_id', 'blocked_id', 'created_at']) as fixed;

select speak_as_service();
with updated as (update amity.blocks set reason = 'looked into', hide_from_search = true, prevent_profile_view = true returning *)
select is(count(*), 2::bigint, 'a service may change the note and the flags') from updated;
select throws_ok(format('update amity.blocks set %I = %1$I', fixed), '42501', null, 'but not ' || fixed)
from unnest(array['id', 'blocker_id', 'blocked_id', 'created_at']) as fixed;

-- nor may a role with every right on the table
select be_quiet();
select refused(format('update amity.blocks set %I = amity.uuid_v7()', fixed), 'pair_is_fixed', 'not even the owner: ' || fixed)
from unnest(array['id', 'blocker_id', 'blocked_id']) as fixed;

select is(count(*), 2::bigint, 'no change of a note is history') from amity_private.blocks_history;

select * from finish();
rollback;
