create or replace function amity_private.verify_step_backs()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.step_back_id::text from amity_private.step_backs_drift as drift
  union all
  select 'stands_on_a_tie', step_backs.id::text from amity.step_backs
  where not exists (
    select from amity.follows where follower_id = owner_id and followed_id = step_backs.person_id
  ) and not exists (
    select from amity.connections
    where least(requester_id, recipient_id) = least(owner_id, step_backs.person_id)
      and greatest(requester_id, recipient_id) = greatest(owner_id, step_backs.person_id)
      and status = 'accepted'
  )
  union all
  select 'not_across_a_block', step_backs.id::text from amity.step_backs
  where exists (
    select from amity.blocks
    where (blocks.blocker_id, blocks.blocked_id) in (
      (step_backs.owner_id, step_backs.person_id), (step_backs.person_id, step_backs.owner_id)
    )
  );
end;

comment on function amity_private.verify_step_backs() is
  'The invariants of step_backs that are broken. See amity.verify().';
