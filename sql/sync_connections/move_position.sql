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

-- The place from which a table is pulled by a cursor column: a moment before the last one that
-- arrived, since a row with an earlier moment may be committed later. Null: from the start.
create or replace function amity_private.begin_sync_cursor(
  table_name text, site uuid, cursor_column text, lag interval
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, YMD'
set timezone = 'UTC'
as $$
begin
  return (
    select jsonb_build_array((positions.cursor_reached - lag)::text)
    from amity_private.sync_positions as positions
    where positions.table_name = begin_sync_cursor.table_name and site_id = site
      and positions.cursor_column = begin_sync_cursor.cursor_column
      and positions.cursor_reached is not null
  );
end;
$$;

-- Stores the end of a transfer that started over, or of one by a cursor column. Records that could
-- not be written arrive again.
create or replace function amity_private.tg_sync_transfers__store_position() returns trigger
language plpgsql volatile security definer  -- the positions are not granted
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, YMD'
set timezone = 'UTC'
as $$
begin
  if new.cursor_column is not null then
    update amity_private.sync_positions as positions
    set cursor_column = new.cursor_column,
      cursor_reached = greatest(
        (new.reached ->> 0)::timestamptz,
        case when positions.cursor_column = new.cursor_column then cursor_reached end)
    where table_name = new.table_name and site_id = new.remote_site_id and new.records_failed = 0;
    return null;
  end if;
  update amity_private.sync_positions set is_known = true, reached = new.reached
  where table_name = new.table_name and site_id = new.remote_site_id and not is_known;
  return null;
end;
$$;

create or replace trigger _500_store_position
after update of status on amity.sync_transfers
for each row when (new.direction = 'receive' and new.status = 'completed')
execute function amity_private.tg_sync_transfers__store_position();
