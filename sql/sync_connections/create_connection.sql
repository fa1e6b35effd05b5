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
begin
  perform amity_private.require_service();
  insert into amity.sync_connections (name, site_url, direction, approval_mode, allowed_tables,
    expires_at, max_downloads, max_records_total, created_by)
  values (name, site_url, direction, approval_mode, allowed_tables, expires_at, max_downloads,
    max_records_total, coalesce(actor, amity.me()))
  returning sync_connections.id into id;
  -- the token of a receiving connection is the other site's
  if direction = 'sender' then
    token := amity.rotate_sync_token(id, actor);
  end if;
  return next;
end;
$$;

{{ opened('create_sync_connection', parameters, 'service_role', says="Makes a pending sync
  connection; returns its id and, if it is a sender, its token, which is never shown again.
  Everything else is a column of amity.sync_connections. For services. Refuses: sync_invalid_field,
  sync_already_connected, text_too_long, text_invalid.") }}
