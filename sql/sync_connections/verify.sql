-- The invariants of sync connections that are broken. See amity.verify().
create or replace function amity_private.verify_sync_connections()
returns table (invariant text, detail text)
language sql stable
begin atomic
  select 'history_replays', drift.sync_connection_id::text
  from amity_private.sync_connections_drift as drift
  union all
  select 'one_per_site', min(sites.id::text) from amity.sync_connections as sites
  where sites.status <> 'revoked'
  group by lower(sites.site_url), sites.direction
  having count(*) > 1
  union all
  select 'only_senders_have_tokens', sites.id::text
  from amity_private.sync_credentials as credentials
  join amity.sync_connections as sites on sites.id = credentials.sync_connection_id
  where sites.direction <> 'sender'
  union all
  select 'stages_have_transfers', stages.stage::text
  from amity_private.sync_stages_left as stages
  union all
  select 'sent_is_counted', sites.id::text
  from amity.sync_connections as sites
  where sites.direction = 'sender' and sites.records_downloaded < (
    select coalesce(sum(transfers.records_transferred), 0) from amity.sync_transfers as transfers
    where transfers.sync_connection_id = sites.id and transfers.direction = 'send'
  )
  union all
  select 'approved_before_start', transfers.id::text
  from amity.sync_transfers as transfers
  where transfers.requires_approval and transfers.approved_at is null
    and (transfers.status in ('approved', 'in_progress', 'completed')
      or transfers.records_transferred > 0);
end;
