-- Decides on a new connection. Refuses: sync_invalid_field, sync_already_connected,
-- isolation_unsupported.
create or replace function amity_private.tg_sync_connections__create() returns trigger
language plpgsql volatile security definer  -- it looks at every other connection
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.check_sync_field(new.status = 'pending', 'status', 'pending at first');
  perform amity_private.check_sync_field(
    num_nonnulls(new.approved_at, new.approved_by, new.suspended_at, new.suspended_by,
      new.suspended_reason, new.revoked_at, new.revoked_by, new.revoked_reason,
      new.token_issued_at, new.password_set_at, new.last_connected_at, new.last_transfer_at) = 0
    and greatest(new.downloads_used, new.records_downloaded, new.total_transfers,
      new.total_records_transferred, new.total_bytes_transferred) = 0,
    'of a counter, or of who did what, why and when,', 'nothing: acts write it');
  new.created_at := clock_timestamp();
  new.updated_at := new.created_at;
  new := amity_private.prepare_sync(new);
  perform amity_private.refuse_second_sync_connection(new);
  return new;
end;
$$;

-- row security refuses people after this trigger, which would have told them which sites there are
create or replace trigger _100_create
before insert on amity.sync_connections
for each row when (amity_private.is_service())
execute function amity_private.tg_sync_connections__create();
