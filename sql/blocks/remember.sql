create or replace function amity_private.tg_blocks__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    insert into amity_private.blocks_history (block_id, blocker_id, blocked_id, action, actor_id, cause)
    values (new.id, new.blocker_id, new.blocked_id, 'blocked', amity.me(),
      case when amity.me() is null then 'service' else 'user' end::amity.cause);
  elsif amity_private.last_block_action(old.id) = 'blocked' then
    insert into amity_private.blocks_history (block_id, blocker_id, blocked_id, action, actor_id, cause)
    -- the blocked person may never have existed: only the blocker's end is told from this row
    values (old.id, old.blocker_id, old.blocked_id, 'unblocked', amity.me(),
      amity_private.cause_of_change(old.blocker_id, old.blocker_id));
  end if;
  return null;
end;
$$;

revoke execute on function amity_private.tg_blocks__remember() from public;
comment on function amity_private.tg_blocks__remember() is 'Writes down every block and unblock.';

create or replace trigger _900_remember
after insert or delete on amity.blocks
for each row execute function amity_private.tg_blocks__remember();
