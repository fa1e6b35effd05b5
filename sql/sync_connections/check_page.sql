-- Whether a transfer may continue there: after a key or, with a cursor column, after a cursor, or a
-- cursor and a key. It begins anywhere, continues where it stopped, or repeats one of the last two
-- pages, which may not have arrived: one is requested while the one before is written. So one
-- approval is good for one pass through the table.
create or replace function amity_private.sync_position_fits(
  transfer uuid, after jsonb, places integer, has_cursor boolean
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return case
    when after is null then true
    when jsonb_typeof(after) = 'array'
      then (jsonb_array_length(after) = places or has_cursor and jsonb_array_length(after) = 1)
        and not after @> '[null]'
    else false
  end
  and coalesce((
    select transfers.status in ('pending', 'approved') or (after = transfers.reached) is true
      or after is not distinct from transfers.asked
      or after is not distinct from transfers.asked_before
    from amity.sync_transfers as transfers where transfers.id = transfer
  ), true);

-- Checks a request for a page, whichever way it is read: all of check_sync(), then where it begins.
create or replace function amity_private.check_sync_page(
  token text, password text, table_name text, after jsonb, max_rows integer, transfer uuid,
  cursor_column text
) returns amity_private.asked_sync_page
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_opened constant amity_private.opened_sync_connection :=
    amity_private.open_sync_connection(token, password);
  v_asked amity_private.asked_sync_page;
  v_table oid;
begin
  v_asked.site := v_opened.site;
  v_asked.address := amity.client_ip();
  -- not without a token: the time of the search would tell which tables exist
  v_asked.table_name := case when (v_opened.site).id is not null then
    amity_private.readable_sync_table(to_regclass(amity_private.sync_table_name(table_name))) end;
  v_asked.reply := amity_private.check_sync(v_opened.site, v_opened.password_fits, v_asked.address,
    v_asked.table_name, transfer, max_rows);
  if (v_asked.reply).allowed then
    v_table := to_regclass(v_asked.table_name);
    if cursor_column is not null and not exists (
      select from amity_private.describe_sync_columns(v_table) as columns
      where columns.name = cursor_column and columns.cursor
    ) then
      v_asked.reply := amity_private.sync_refuse(
        'sync_cursor_unsupported', v_asked.table_name, cursor_column);
    elsif not amity_private.sync_position_fits(transfer, after,
      (select count(*)::integer from amity_private.sync_page_order(v_table, cursor_column)),
      cursor_column is not null) then
      v_asked.reply := amity_private.sync_refuse('sync_invalid_position');
    end if;
  end if;
  return v_asked;
end;
$$;

-- Stores which page of a transfer was requested, and when it was granted, if it is not read yet.
create or replace function amity_private.store_asked_page(
  transfer uuid, asked jsonb, granted_at timestamptz
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update amity.sync_transfers as transfers set
    asked_before = case when transfers.asked is not distinct from store_asked_page.asked
      then transfers.asked_before else transfers.asked end,
    asked = store_asked_page.asked, granted_at = store_asked_page.granted_at
  where id = transfer;
end;
$$;

-- Stores what was read of a transfer, and completes it with the last page.
create or replace function amity_private.store_sync_position(
  transfer uuid, reached jsonb, is_last boolean
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update amity.sync_transfers set
    granted_at = null, reached = case when not is_last then store_sync_position.reached end
  where id = transfer;
  update amity.sync_transfers set status = 'completed'
  where id = transfer and status = 'in_progress' and is_last;
end;
$$;
