{% from 'foundation/client.macro' import definer %}
-- The User-Agent header of the request, printable characters only.
create or replace function amity_private.sync_user_agent() returns text
language sql stable
return left(
  regexp_replace(amity_private.request_header('user-agent'), '[^[:print:]]', '', 'g'), 500
);

-- Counts records that were sent; fewer than none are those that were counted before and not sent.
-- And how many were requested, whether it is a download, and whether it is the first of a transfer.
create or replace function amity_private.add_sync_records(
  transfer uuid, records bigint, bytes bigint, requested bigint default 0,
  downloads integer default 0, begun integer default 0
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_site uuid;
begin
  update amity.sync_transfers set
    records_requested = records_requested + requested,
    records_transferred = records_transferred + records,
    bytes_transferred = bytes_transferred + bytes
  where id = transfer
  returning sync_connection_id into v_site;
  update amity.sync_connections set
    downloads_used = downloads_used + downloads,
    total_transfers = total_transfers + begun,
    records_downloaded = records_downloaded + records,
    total_records_transferred = total_records_transferred + records,
    total_bytes_transferred = total_bytes_transferred + bytes,
    last_transfer_at = clock_timestamp()
  where id = v_site;
end;
$$;

-- Records that rows are sent: creates or continues the transfer and adds to the counters. Returns
-- the reply with the id of the transfer.
create or replace function amity_private.count_sync_records(
  site amity.sync_connections, table_name text, inout reply amity.sync_authorization, address inet,
  records bigint, bytes bigint
)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_begun integer;
begin
  perform amity_private.count_sync_request(site.id);
  if reply.transfer_id is null then
    insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url, table_name,
      requester_ip, requester_user_agent)
    values ('send', site.id, site.site_url, count_sync_records.table_name, address,
      amity_private.sync_user_agent())
    returning id into reply.transfer_id;
  end if;
  update amity.sync_transfers set status = 'in_progress'
  where id = reply.transfer_id and status in ('pending', 'approved');
  get diagnostics v_begun = row_count;
  perform amity_private.add_sync_records(
    reply.transfer_id, records, bytes, reply.rows_granted, 1, v_begun);
end;
$$;

{% call definer(
  'sync_authorize', 'token text, table_name text, max_rows integer default null,
    password text default null, address inet default amity.client_ip(),
    transfer uuid default null',
  'amity.sync_authorization', because='it reads the credentials and counts',
  says="For a service that sends rows by itself: whether the holder of a token may have that many
    rows of a table now, and if so how many, counted as sent. Never refuses by an error: allowed is
    false, with slug, http_status, message and hint."
) %}
declare
  v_opened constant amity_private.opened_sync_connection :=
    amity_private.open_sync_connection(token, password);
  v_site constant amity.sync_connections := v_opened.site;
  v_name constant text := amity_private.sync_table_name(table_name);
  v_reply amity.sync_authorization := amity_private.check_sync(
    v_site, v_opened.password_fits, address, v_name, transfer, max_rows);
begin
  if v_reply.allowed then
    v_reply := amity_private.count_sync_records(
      v_site, v_name, v_reply, address, v_reply.rows_granted, 0);
  end if;
  return v_reply;
end;
{% endcall %}
