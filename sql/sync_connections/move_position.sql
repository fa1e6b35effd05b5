-- Stores where a page ended, for the next one to begin there. Refuses a page that would be inserted
-- twice: sync_would_double, sync_key_unordered.
create or replace function amity_private.move_sync_position(
  transfer amity.sync_transfers, reached jsonb, key jsonb
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not amity_private.sync_inserts(transfer.conflict_strategy, transfer.table_name) then
    -- it started over, and where it will end is not known yet
    update amity_private.sync_positions as positions
    set is_known = false, key = coalesce(move_sync_position.key, positions.key)
    where table_name = transfer.table_name and site_id = transfer.remote_site_id;
    return;
  end if;
  if key -> 0 ->> 'type' = 'uuid' and reached ->> 0 !~ '^.{14}[67]' then
    perform amity_private.refuse('sync_key_unordered', transfer.table_name);
  end if;
  update amity_private.sync_positions as positions
  set reached = move_sync_position.reached
  where table_name = transfer.table_name and site_id = transfer.remote_site_id and is_known
    and positions.key = move_sync_position.key
    and positions.reached is not distinct from transfer.reached;
  if not found then
    perform amity_private.refuse('sync_would_double', transfer.table_name);
  end if;
end;
$$;

-- Stores the end of a transfer that started over.
create or replace function amity_private.tg_sync_transfers__store_position() returns trigger
language plpgsql volatile security definer  -- the positions are not granted
set search_path = pg_catalog, pg_temp
as $$
begin
  update amity_private.sync_positions set is_known = true, reached = new.reached
  where table_name = new.table_name and site_id = new.remote_site_id and not is_known;
  return null;
end;
$$;

create or replace trigger _500_store_position
after update of status on amity.sync_transfers
for each row when (new.direction = 'receive' and new.status = 'completed')
execute function amity_private.tg_sync_transfers__store_position();
