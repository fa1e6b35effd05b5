{% from 'sync_connections/settable.macro' import settable %}
-- The action that leads from one status to another; null where that is not allowed.
create or replace function amity_private.sync_action(
  from_status amity.sync_status, to_status amity.sync_status
) returns amity.sync_connection_action
language sql immutable
return case
  when from_status = 'pending' and to_status = 'active' then 'approved'
  when from_status = 'suspended' and to_status = 'active' then 'reactivated'
  when from_status = 'expired' and to_status = 'active' then 'renewed'
  when from_status = 'active' and to_status = 'suspended' then 'suspended'
  -- what is suspended does not expire: renewing it later would lift the suspension
  when from_status in ('pending', 'active') and to_status = 'expired' then 'expired'
  when from_status <> 'revoked' and to_status = 'revoked' then 'revoked'
end::amity.sync_connection_action;

-- Whether a connection has expired or has no downloads or records left.
create or replace function amity_private.sync_has_run_out(
  site amity.sync_connections, moment timestamptz
) returns boolean
language sql immutable
return coalesce(moment > (site).expires_at, false)
  or coalesce((site).downloads_used >= (site).max_downloads, false)
  or coalesce((site).records_downloaded >= (site).max_records_total, false);

-- Decides on a change of a sync connection. Refuses: sync_invalid_transition, sync_used_up,
-- sync_invalid_field, sync_already_connected.
create or replace function amity_private.tg_sync_connections__change() returns trigger
language plpgsql volatile security definer  -- it looks at every other connection
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  if new.status is distinct from old.status then
    if amity_private.sync_action(old.status, new.status) is null then
      perform amity_private.refuse('sync_invalid_transition', old.status::text,
        coalesce(new.status::text, 'nothing'));
    elsif new.status = 'active' and amity_private.sync_has_run_out(new, v_now) then
      perform amity_private.refuse('sync_used_up');
    elsif new.status = 'active' and old.approved_at is null then
      -- one that expired before it was ever approved has its approval in the renewal
      new.approved_at := v_now;
      new.approved_by := coalesce(new.approved_by, amity.me());
    elsif new.status = 'suspended' then
      new.suspended_at := v_now;
      new.suspended_by := coalesce(new.suspended_by, amity.me());
    elsif new.status = 'revoked' then
      new.revoked_at := v_now;
      new.revoked_by := coalesce(new.revoked_by, amity.me());
    end if;
    if new.status = 'active' then
      new.suspended_at := null;
      new.suspended_by := null;
      new.suspended_reason := null;
    end if;
  end if;
  new := amity_private.prepare_sync(new);
  if lower(new.site_url) <> lower(old.site_url) then
    perform amity_private.refuse_second_sync_connection(new);
  end if;
  new.updated_at := v_now;
  return new;
end;
$$;

create or replace trigger _200_change
before update of status, {{ settable }}
on amity.sync_connections
for each row execute function amity_private.tg_sync_connections__change();
