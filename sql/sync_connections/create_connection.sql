{% from 'foundation/client.macro' import listed, opened %}
{% set parameters = "name text, site_url text, direction amity.sync_direction default 'sender',
  approval_mode amity.sync_approval_mode default 'require_approval',
  allowed_tables text[] default '{}', expires_at timestamptz default null,
  max_downloads bigint default null, max_records_total bigint default null,
  actor uuid default null" %}
create or replace function amity.create_sync_connection({{ listed(parameters) }})
returns table (id uuid, token text)
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

{{ opened('create_sync_connection', parameters, 'service_role', says="Makes a pending sync
  connection; returns its id and, if it is a sender, its token, which is never shown again.
  Everything else is a column of amity.sync_connections. For services. Refuses: sync_invalid_field,
  sync_already_connected, text_too_long, text_invalid.") }}
