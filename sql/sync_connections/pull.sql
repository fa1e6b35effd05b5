{% from 'foundation/client.macro' import definer %}
-- Whether a transfer may continue there. It begins anywhere, continues where it stopped, or repeats
-- the last page, which may not have arrived. So one approval is good for one pass through the
-- table.
create or replace function amity_private.sync_position_fits(
  transfer uuid, after jsonb, key_columns integer
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return case
    when after is null then true
    when jsonb_typeof(after) = 'array'
      then jsonb_array_length(after) = key_columns and not after @> '[null]'
    else false
  end
  and coalesce((
    select transfers.status in ('pending', 'approved') or (after = transfers.reached) is true
      or after is not distinct from transfers.asked
    from amity.sync_transfers as transfers where transfers.id = transfer
  ), true);

{% call definer(
  'sync_pull', 'token text, table_name text, after jsonb default null,
    max_rows integer default null, password text default null, transfer uuid default null',
  'amity.sync_page', because='only the token is known here', to='service_role, amity_receiver',
  says="For a receiving site: a page of a table, by its key. Pass what the last page said in reached
    as after, and its transfer_id, until is_last. records are arrays in the order of columns, every
    value as the text that its type writes and reads. Never refuses by an error: see
    amity.sync_authorization."
) %}
declare
  v_opened constant amity_private.opened_sync_connection :=
    amity_private.open_sync_connection(token, password);
  v_site constant amity.sync_connections := v_opened.site;
  v_address constant inet := amity.client_ip();
  v_after constant jsonb := nullif(after, 'null');
  -- not without a token: the time of the search would tell which tables exist
  v_name constant text := case when v_site.id is not null then
    amity_private.readable_sync_table(to_regclass(amity_private.sync_table_name(table_name))) end;
  v_reply amity.sync_authorization := amity_private.check_sync(
    v_site, v_opened.password_fits, v_address, v_name, transfer, max_rows);
  v_page amity.sync_page := jsonb_populate_record(null::amity.sync_page, to_jsonb(v_reply));
begin
  if v_reply.allowed then
    v_page := amity_private.read_sync_page(v_name, v_after, transfer, v_reply.rows_granted);
  end if;
  if v_page.allowed then
    v_reply := amity_private.count_sync_records(v_site, v_name, v_reply, v_address,
      v_page.record_count, octet_length(v_page.records::text));
    v_page.transfer_id := v_reply.transfer_id;
    update amity.sync_transfers set
      asked = v_after, reached = case when not v_page.is_last then v_page.reached end
    where id = v_page.transfer_id;
    update amity.sync_transfers set status = 'completed'
    where id = v_page.transfer_id and status = 'in_progress' and v_page.is_last;
  end if;
  perform amity_private.say_sync_status(v_page.http_status);
  return v_page;
end;
{% endcall %}
