-- Unblocking restores nothing.
create or replace function amity.unblock(person uuid) returns amity.blocks
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_block amity.blocks;
begin
  delete from amity.blocks
  where blocker_id = (select amity.me()) and blocked_id = person
  returning * into v_block;
  if not found then
    perform amity_private.refuse('not_blocked');
  end if;
  return v_block;
end;
$$;

grant execute on function amity.unblock(uuid) to authenticated;
comment on function amity.unblock(uuid) is
  'Takes a block back; returns the row as it was. What the block ended stays ended. Refuses: '
  'not_blocked, signed_out, not_joined.';
