{% from 'foundation/client.macro' import definer %}
{% call definer(
  'sync_pull', 'token text, table_name text, after jsonb default null,
    max_rows integer default null, password text default null, transfer uuid default null,
    cursor_column text default null',
  'amity.sync_page', because='only the token is known here', to='service_role, amity_receiver',
  says="For a receiving site: a page of a table, by its key or, with a cursor_column, by that and the
    key. Pass what the last page said in reached as after, and its transfer_id, until is_last; with
    a cursor_column a transfer may also begin after a moment, an array of one. records are arrays in
    the order of columns, every value as the text that its type writes and reads. Never refuses by an error: see
    amity.sync_authorization."
) %}
declare
  v_after constant jsonb := nullif(after, 'null');
  v_asked constant amity_private.asked_sync_page := amity_private.check_sync_page(
    token, password, table_name, v_after, max_rows, transfer, cursor_column);
  v_reply amity.sync_authorization := v_asked.reply;
  v_page amity.sync_page := jsonb_populate_record(null::amity.sync_page, to_jsonb(v_reply));
begin
  if v_reply.allowed then
    v_page := amity_private.read_sync_page(
      v_asked.table_name, v_after, v_reply.rows_granted, cursor_column);
  end if;
  if v_page.allowed then
    v_reply := amity_private.count_sync_records(v_asked.site, v_asked.table_name, v_reply,
      v_asked.address, v_page.record_count, octet_length(v_page.records::text));
    v_page.transfer_id := v_reply.transfer_id;
    perform amity_private.store_asked_page(v_page.transfer_id, v_after, null);
    perform amity_private.store_sync_position(
      v_page.transfer_id, v_page.reached, v_page.is_last);
  end if;
  perform amity_private.say_sync_status(v_page.http_status);
  return v_page;
end;
{% endcall %}
