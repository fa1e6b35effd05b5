{% from 'foundation/client.macro' import definer %}
-- What has expired goes on only with a later end or higher limits; what has not merely gets them.
{% call definer(
  'renew_sync_connection', 'connection uuid, expires_at timestamptz default null,
    max_downloads bigint default null, max_records_total bigint default null,
    actor uuid default null',
  'amity.sync_connections', because='the history is not granted',
  says="Gives a sync connection a new end and new limits, those that are not null; one that had
    expired is active again, one that is suspended stays so. Returns it. For services. Refuses:
    sync_connection_not_found, sync_invalid_transition (revoked), sync_used_up."
) %}
declare
  v_site amity.sync_connections := amity_private.hold_sync_connection(connection);
  v_actor constant uuid := coalesce(actor, amity.me());
begin
  if v_site.status = 'revoked' then
    perform amity_private.refuse('sync_invalid_transition', 'revoked', 'renewed');
  end if;
  v_site.expires_at := coalesce(expires_at, v_site.expires_at);
  v_site.max_downloads := coalesce(max_downloads, v_site.max_downloads);
  v_site.max_records_total := coalesce(max_records_total, v_site.max_records_total);
  if amity_private.sync_has_run_out(v_site, clock_timestamp()) then
    perform amity_private.refuse('sync_used_up');
  elsif v_site.status = 'expired' then
    v_site.status := 'active';
    if v_site.approved_at is null then
      v_site.approved_by := v_actor;
    end if;
  end if;
  return amity_private.change_sync_connection(v_site, v_actor);
end;
{% endcall %}
