-- The history is written at the moment a change is decided: before the row changes, and so before
-- anything that the same statement may do with the row that it returns.
create or replace function amity_private.remember_block(
  block amity.blocks, action amity.block_action, cause amity.cause
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.blocks_history
    (block_id, blocker_id, blocked_id, action, actor_id, cause)
  values ((block).id, (block).blocker_id, (block).blocked_id, action, amity.me(), cause);
end;
$$;

create or replace function amity_private.tg_blocks__remember() returns trigger
language plpgsql volatile security definer  -- nobody else may write the history
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.blocks := coalesce(new, old);
  -- the blocked person may never have existed: only the blocker's end is told from this row
  v_cause constant amity.cause := amity_private.cause_of_change(v_row.blocker_id, v_row.blocker_id);
begin
  if tg_op = 'DELETE' and amity_private.last_block_action(v_row.id) = 'blocked' then
    perform amity_private.remember_block(v_row, 'unblocked', v_cause);
  -- an id that stands already will not be inserted again
  elsif tg_op = 'INSERT' and not exists (select from amity.blocks where id = v_row.id) then
    perform amity_private.remember_block(v_row, 'blocked', v_cause);
  end if;
  return v_row;
end;
$$;

comment on function amity_private.remember_block(amity.blocks, amity.block_action, amity.cause) is
  'Writes one entry of the history.';
comment on function amity_private.tg_blocks__remember() is
  'Writes down every block and unblock, once.';

create or replace trigger _900_remember
before insert or delete on amity.blocks
for each row execute function amity_private.tg_blocks__remember();
