-- The invariants of blocks that are broken: see amity.verify().
create or replace function amity_private.verify_blocks() returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.block_id::text from amity_private.blocks_drift as drift;
end;
