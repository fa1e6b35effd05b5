-- Whether rows may be sent through this transfer: it has to be of this connection and table, and
-- approved where an approval is needed. An approval that came too late sets the status to expired.
create or replace function amity_private.check_sync_transfer(
  site amity.sync_connections, table_name text, transfer uuid
) returns amity.sync_authorization
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_transfer amity.sync_transfers;
  v_ttl constant interval := amity_private.setting_interval('sync_approval_ttl');
  v_needed constant boolean := amity_private.sync_needs_approval(
    site.approval_mode, site.auto_approve_tables, check_sync_transfer.table_name);
begin
  select * into v_transfer from amity.sync_transfers
  where id = transfer and sync_connection_id = site.id and direction = 'send'
    and table_name = check_sync_transfer.table_name
  for no key update;
  -- a transfer that is unknown, of another table or of somebody else is no transfer
  if v_transfer.id is null and (v_needed or transfer is not null)
    or v_needed and not v_transfer.requires_approval then
    return amity_private.sync_refuse('sync_approval_required');
  elsif v_transfer.status = 'pending_approval'
    and v_transfer.approval_expires_at < clock_timestamp() then
    update amity.sync_transfers set status = 'expired' where id = transfer;
    return amity_private.sync_refuse('sync_approval_expired');
  elsif v_transfer.status = 'pending_approval' then
    return amity_private.sync_refuse('sync_approval_pending');
  elsif v_transfer.status = 'denied' then
    return amity_private.sync_refuse('sync_approval_denied');
  elsif v_transfer.status = 'expired' then
    return amity_private.sync_refuse('sync_approval_expired');
  -- for as long as it could have waited, the last page can be asked for once more
  elsif v_transfer.status in ('failed', 'cancelled')
    or v_transfer.completed_at < clock_timestamp() - coalesce(v_ttl, interval '24 hours') then
    return amity_private.sync_refuse('sync_transfer_over');
  end if;
  return row(true, null, 200, null, null, site.id, transfer, null)::amity.sync_authorization;
end;
$$;

-- One request for a table waits at a time, so that asking often fills no queue.
create or replace function amity_private.sync_request(token text, table_name text, password text)
returns amity.sync_authorization
language plpgsql volatile security definer  -- only the token is known here
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  v_site constant amity.sync_connections := amity_private.open_sync_connection(token);
  -- not without a token: see sync_pull()
  v_name constant text := case
    when v_site.id is not null then amity_private.readable_sync_table(sync_request.table_name) end;
  v_ttl constant interval := amity_private.setting_interval('sync_approval_ttl');
  v_needed constant boolean := amity_private.sync_needs_approval(
    v_site.approval_mode, v_site.auto_approve_tables, v_name);
  v_reply amity.sync_authorization := amity_private.check_sync_site(
    v_site, password, amity.client_ip());
begin
  if v_reply.allowed and not amity_private.sync_table_allowed(
    v_site.allowed_tables, v_site.excluded_tables, v_name
  ) then
    v_reply := amity_private.sync_refuse('sync_table_not_allowed');
  end if;
  if v_reply.allowed then
    v_reply := amity_private.check_sync_rate(v_site);
  end if;
  if v_reply.allowed then
    perform amity_private.count_sync_request(v_site.id, clock_timestamp());
    select id into v_reply.transfer_id from amity.sync_transfers
    where sync_connection_id = v_site.id and table_name = v_name and direction = 'send'
      and requires_approval = v_needed
      and (status in ('pending', 'approved')
        or status = 'pending_approval' and coalesce(approval_expires_at > clock_timestamp(), true))
    order by created_at desc limit 1;
    if not found then
      insert into amity.sync_transfers (direction, sync_connection_id, remote_site_url, table_name,
        status, requires_approval, approval_expires_at, requester_ip, requester_user_agent)
      values ('send', v_site.id, v_site.site_url, v_name,
        case when v_needed then 'pending_approval' else 'pending' end::amity.sync_transfer_status,
        v_needed, case when v_needed then clock_timestamp() + v_ttl end,
        amity.client_ip(), amity_private.sync_user_agent())
      returning id into v_reply.transfer_id;
    end if;
  end if;
  return v_reply;
end;
$$;

grant execute on function amity_private.sync_request(
  text, text, text
) to service_role, amity_receiver;
