{% from 'foundation/client.macro' import definer %}
-- One snapshot for many pages needs a transaction that lasts, and what is counted has to be committed
-- page by page. So a receiving site that logs in to Postgres has two sessions: one is granted pages
-- and settles them, the other reads them.

-- The transaction that wrote the present version of a transfer. Its savepoints are transactions too.
create or replace function amity_private.sync_transfer_writer(transfer uuid) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select ((pg_current_xact_id()::text::bigint >> 32 << 32) + xmin::text::bigint)::text
    from amity.sync_transfers where id = transfer
  );
end;
$$;

{% call definer(
  'sync_grant', 'token text, table_name text, after jsonb default null,
    max_rows integer default null, password text default null, transfer uuid default null,
    reader integer default null, cursor_column text default null',
  'amity.sync_permit', because='only the token is known here', to='service_role, amity_receiver',
  says="For a receiving site: what amity.sync_pull() does, but for reading. Counts the rows that are
    granted and signs a grant, with which amity.sync_read() gives the page: within a minute, in a
    repeatable read transaction of the session whose pg_backend_pid() is reader, begun before.
    Commit first. Never refuses by an error: see amity.sync_authorization."
) %}
declare
  v_after constant jsonb := nullif(after, 'null');
  v_asked constant amity_private.asked_sync_page := amity_private.check_sync_page(
    token, password, table_name, v_after, max_rows, transfer, cursor_column);
  v_reply amity.sync_authorization := v_asked.reply;
  v_permit amity.sync_permit;
  v_now timestamptz;
begin
  if v_reply.allowed then
    v_reply := amity_private.count_sync_records(v_asked.site, v_asked.table_name, v_reply,
      v_asked.address, v_reply.rows_granted, 0);
    v_now := clock_timestamp();
    perform amity_private.store_asked_page(v_reply.transfer_id, v_after, v_now);
  end if;
  v_permit := jsonb_populate_record(null::amity.sync_permit, to_jsonb(v_reply));
  if v_reply.allowed then
    v_permit.signed_grant := amity_private.sign_sync('grant', jsonb_build_object(
      'transfer', v_reply.transfer_id, 'table', v_asked.table_name, 'after', v_after,
      'cursor', cursor_column, 'rows', v_reply.rows_granted, 'at', v_now,
      'until', v_now + interval '1 minute', 'reader', reader,
      'counted_by', amity_private.sync_transfer_writer(v_reply.transfer_id)));
  end if;
  perform amity_private.say_sync_status(v_permit.http_status);
  return v_permit;
end;
{% endcall %}
