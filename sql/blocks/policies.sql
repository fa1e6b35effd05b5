drop policy if exists select_mine on amity.blocks;
create policy select_mine on amity.blocks for select to authenticated
  using (blocker_id = (select amity.me()) and amity_private.search_by(blocker_id));
grant select (
  id, blocker_id, blocked_id, reason, hide_from_search, prevent_profile_view, created_at
) on amity.blocks to authenticated;
comment on policy select_mine on amity.blocks is 'Only the blocker knows of a block.';

drop policy if exists insert_mine on amity.blocks;
create policy insert_mine on amity.blocks for insert to authenticated
  with check (blocker_id = (select amity.me()));
grant insert (blocker_id, blocked_id, reason, hide_from_search, prevent_profile_view)
  on amity.blocks to authenticated;
comment on policy insert_mine on amity.blocks is 'A person blocks in their own name.';

create or replace trigger _050_give_columns
before insert on amity.blocks
for each row execute function amity_private.tg_columns__give('created_at');

drop policy if exists update_mine on amity.blocks;
create policy update_mine on amity.blocks for update to authenticated
  using (blocker_id = (select amity.me())) with check (blocker_id = (select amity.me()));
grant update (reason, hide_from_search, prevent_profile_view) on amity.blocks to authenticated;
comment on policy update_mine on amity.blocks is
  'The blocker may change the note and the flags, nothing else.';

create or replace trigger _050_keep_columns
before update of created_at on amity.blocks
for each row execute function amity_private.tg_columns__keep();

drop policy if exists delete_mine on amity.blocks;
create policy delete_mine on amity.blocks for delete to authenticated
  using (blocker_id = (select amity.me()));
grant delete on amity.blocks to authenticated;
comment on policy delete_mine on amity.blocks is 'Only the blocker unblocks.';

drop policy if exists all_service on amity.blocks;
create policy all_service on amity.blocks to service_role using (true) with check (true);
grant select, insert, delete, update (reason, hide_from_search, prevent_profile_view)
  on amity.blocks to service_role;
comment on policy all_service on amity.blocks is 'A service may block and unblock for others.';
