create or replace function amity_private.verify_follows()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.follow_id::text from amity_private.follows_drift as drift
  union all
  select 'not_across_a_block', follows.id::text from amity.follows
  where exists (
    select from amity.blocks
    where (blocks.blocker_id, blocks.blocked_id) in (
      (follows.follower_id, follows.followed_id), (follows.followed_id, follows.follower_id)
    )
  );
end;

comment on function amity_private.verify_follows() is
  'The invariants of follows that are broken. See amity.verify().';
