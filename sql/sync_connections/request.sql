{% from 'foundation/client.macro' import definer %}
-- One request for a table waits at a time, so that asking often fills no queue.
{% call definer(
  'sync_request', 'token text, table_name text, password text default null',
  'amity.sync_authorization', because='only the token is known here',
  to='service_role, amity_receiver',
  says="For a receiving site: asks the sending one to approve a transfer of a table, and returns it
    in transfer_id. Asked again while that waits, it returns the same. Never refuses by an error:
    see amity.sync_authorization."
) %}
declare
  v_opened constant amity_private.opened_sync_connection :=
    amity_private.open_sync_connection(token, password);
  v_site constant amity.sync_connections := v_opened.site;
  -- not without a token: see sync_pull()
  v_name constant text := case when v_site.id is not null then
    amity_private.readable_sync_table(to_regclass(amity_private.sync_table_name(table_name))) end;
  v_needed constant boolean := amity_private.sync_needs_approval(
    v_site.approval_mode, v_site.auto_approve_tables, v_name);
  v_reply amity.sync_authorization := coalesce(
    amity_private.check_sync_site(v_site, v_opened.password_fits, amity.client_ip()),
    amity_private.check_sync_table(v_site, v_name),
    amity_private.check_sync_rate(v_site),
    amity_private.sync_allow(v_site.id)
  );
begin
  if v_reply.allowed then
    perform amity_private.count_sync_request(v_site.id);
    select id into v_reply.transfer_id from amity.sync_transfers as transfers
    where sync_connection_id = v_site.id and transfers.table_name = v_name and direction = 'send'
      and requires_approval = v_needed
      and (status in ('pending', 'approved')
        or status = 'pending_approval' and coalesce(approval_expires_at > clock_timestamp(), true))
    order by created_at desc limit 1;
    if not found then
      insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url, table_name,
        status, requires_approval, approval_expires_at, requester_ip, requester_user_agent)
      values ('send', v_site.id, v_site.site_url, v_name,
        case when v_needed then 'pending_approval' else 'pending' end::amity.sync_transfer_status,
        v_needed, case when v_needed then
          clock_timestamp() + amity_private.setting_interval('sync_approval_ttl') end,
        amity.client_ip(), amity_private.sync_user_agent())
      returning id into v_reply.transfer_id;
    end if;
  end if;
  perform amity_private.say_sync_status(v_reply.http_status);
  return v_reply;
end;
{% endcall %}
