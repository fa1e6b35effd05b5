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
  perform amity_private.refuse_sync_twin(new);
  return new;
end;
$$;

-- row security refuses people after this trigger, which would have told them which sites there are
create or replace trigger _100_create
before insert on amity.sync_connections
for each row when (amity_private.is_service())
execute function amity_private.tg_sync_connections__create();

create or replace trigger _100_keep_all
before truncate on amity.sync_connections
for each statement execute function amity_private.tg_tables__refuse_truncate();

create or replace function amity.create_sync_connection(
  name text,
  site_url text,
  direction amity.sync_direction default 'sender',
  approval_mode amity.sync_approval_mode default 'require_approval',
  allowed_tables text[] default '{}',
  expires_at timestamptz default null,
  max_downloads bigint default null,
  max_records_total bigint default null,
  actor uuid default null
) returns table (id uuid, token text)
language plpgsql volatile  -- invoker: the grants decide
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform amity_private.require_service();
  insert into amity.sync_connections (name, site_url, direction, approval_mode, allowed_tables,
    expires_at, max_downloads, max_records_total, created_by)
  values (create_sync_connection.name, create_sync_connection.site_url,
    create_sync_connection.direction, create_sync_connection.approval_mode,
    create_sync_connection.allowed_tables, create_sync_connection.expires_at,
    create_sync_connection.max_downloads, create_sync_connection.max_records_total,
    coalesce(actor, amity.me()))
  returning sync_connections.id into create_sync_connection.id;
  -- the token of a receiving connection is the other site's
  if create_sync_connection.direction = 'sender' then
    create_sync_connection.token := amity.rotate_sync_token(create_sync_connection.id, actor);
  end if;
  return next;
end;
$$;

grant execute on function amity.create_sync_connection(
  text, text, amity.sync_direction, amity.sync_approval_mode, text[], timestamptz, bigint, bigint,
  uuid
) to service_role;
comment on function amity.create_sync_connection(
  text, text, amity.sync_direction, amity.sync_approval_mode, text[], timestamptz, bigint, bigint,
  uuid
) is
  'Makes a pending sync connection; returns its id and, if it is a sender, its token, which is '
  'never shown again. Everything else is a column of amity.sync_connections. For services. '
  'Refuses: sync_invalid_field, sync_already_connected, text_too_long, text_invalid.';
