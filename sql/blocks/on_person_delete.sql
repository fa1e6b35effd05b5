-- blocked_id has no foreign key: the end of an account takes the blocks on it along here.
create or replace function amity_private.tg_people__end_blocks() returns trigger
language plpgsql volatile security definer  -- who deletes a user does not see the blocks on them
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.blocks_history
    (block_id, blocker_id, blocked_id, action, actor_id, cause)
  select id, blocker_id, blocked_id, 'unblocked', amity.me(), 'account_deleted'
  from amity.blocks where blocked_id = old.id for update;
  delete from amity.blocks where blocked_id = old.id;
  return null;
end;
$$;

create or replace trigger _500_end_blocks
after delete on amity.people
for each row execute function amity_private.tg_people__end_blocks();
