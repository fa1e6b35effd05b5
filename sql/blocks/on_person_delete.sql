-- blocked_id has no foreign key: the end of an account takes the blocks on it along here.
create or replace function amity_private.tg_people__end_blocks() returns trigger
language plpgsql volatile security definer  -- who deletes a user does not see the blocks on them
set search_path = pg_catalog, pg_temp
as $$
declare
  v_block amity.blocks;
begin
  for v_block in select * from amity.blocks where blocked_id = old.id for update loop
    insert into amity_private.blocks_history
      (block_id, blocker_id, blocked_id, action, actor_id, cause)
    values (
      v_block.id, v_block.blocker_id, v_block.blocked_id, 'unblocked', amity.me(),
      'account_deleted'
    );
    delete from amity.blocks where id = v_block.id;
  end loop;
  return null;
end;
$$;

create or replace trigger _500_end_blocks
after delete on amity.people
for each row execute function amity_private.tg_people__end_blocks();
