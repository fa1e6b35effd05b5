-- blocked_id has no foreign key, so the end of an account takes its blocks along here.
create or replace function amity_private.tg_people__end_blocks() returns trigger
language plpgsql volatile security definer
-- whoever deletes a user does not see the blocks on them
set search_path = pg_catalog, pg_temp
as $$
declare
  v_block amity.blocks;
begin
  for v_block in select * from amity.blocks where blocked_id = old.id for update loop
    perform amity_private.remember_block(v_block, 'unblocked', 'account_deleted');
    delete from amity.blocks where id = v_block.id;
  end loop;
  return null;
end;
$$;

comment on function amity_private.tg_people__end_blocks() is
  'Ends the blocks on somebody whose account ended.';

create or replace trigger _500_end_blocks
after delete on amity.people
for each row execute function amity_private.tg_people__end_blocks();
