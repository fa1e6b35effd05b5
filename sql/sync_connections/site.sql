{% from 'foundation/client.macro' import client %}
-- What amity.sync_site_id() does.
create or replace function amity_private.sync_site_id() returns uuid
language plpgsql stable security definer  -- the table is not granted
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_service_caller('amity_private.sync_site_id()');
  return (select id from amity_private.sync_site);
end;
$$;

{{ client(
  'sync_site_id', '',
  'uuid', to='service_role', volatility='stable',
  says="The id by which other sites know this database; a receiving site is told it with each table.
    For services."
) }}

-- What amity.new_sync_site_id() does.
create or replace function amity_private.new_sync_site_id() returns uuid
language plpgsql volatile security definer  -- the table is not granted
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_service_caller('amity_private.new_sync_site_id()');
  update amity_private.sync_site set former_ids = former_ids || id, id = gen_random_uuid();
  return amity_private.sync_site_id();
end;
$$;

{{ client(
  'new_sync_site_id', '',
  'uuid', to='service_role',
  says="Makes another site of a database that is a copy of one, and returns its new id. For
    services."
) }}

-- The ids of the sites whose rows a table has: this site first, its former ids, and the sites it
-- received from.
create or replace function amity_private.sync_sites_of(table_name text) returns uuid[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_here amity_private.sync_site;
begin
  select * into v_here from amity_private.sync_site;
  return v_here.id || array(
    select unnest(v_here.former_ids)
    union
    select unnest(positions.sites) from amity_private.sync_positions as positions
    where positions.table_name = sync_sites_of.table_name
    except
    select v_here.id
    order by 1
  );
end;
$$;
