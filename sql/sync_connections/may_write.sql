-- What a site may write here is decided here: by name, or as a schema with all its tables, and
-- nothing by default. Only tables, and none of Postgres or of amity. Not a partition or a table
-- that inherits, by which a site would write to the table that it is part of; not one with foreign
-- partitions, by which it would write to another database.
create or replace function amity_private.sync_site_may_write(
  site amity.sync_connections, table_name text
) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $$
begin
  return amity_private.sync_table_allowed(site.allowed_tables, site.excluded_tables, table_name)
    and site.writable_tables && array[table_name, format('%I.*', (parse_ident(table_name))[1])]
    and exists (
      select from pg_class as tables join pg_namespace as schemas on schemas.oid = relnamespace
      where tables.oid = to_regclass(table_name) and relkind in ('r', 'p')
        and relpersistence <> 't' and nspname !~ '^pg_'
        and nspname not in ('information_schema', 'amity', 'amity_private')
        and not exists (select from pg_inherits where inhrelid = tables.oid)
        and not exists (
          select from pg_partition_tree(tables.oid) as parts
          join pg_class as members on members.oid = parts.relid
          where members.relkind = 'f'
        )
    );
end;
$$;

create or replace function amity_private.sync_may_write(connection uuid, table_name text)
returns boolean
language plpgsql stable security definer  -- it looks at the host's tables, whoever asks
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_service_caller('amity_private.sync_may_write(uuid, text)');
  return exists (
    select from amity.sync_connections as sites
    where sites.id = connection and sites.direction = 'receiver'
      and amity_private.sync_site_may_write(sites, amity_private.sync_table_name(table_name))
  );
end;
$$;

create or replace function amity.sync_may_write(connection uuid, table_name text) returns boolean
language sql stable
return amity_private.sync_may_write(connection, table_name);

grant execute on function amity_private.sync_may_write(uuid, text) to service_role;
grant execute on function amity.sync_may_write(uuid, text) to service_role;
comment on function amity_private.sync_site_may_write(amity.sync_connections, text) is
  'Whether a site may write a table here; the table is one in its one form, or null.';
comment on function amity_private.sync_may_write(uuid, text) is
  'What amity.sync_may_write() does.';
comment on function amity.sync_may_write(uuid, text) is
  'Whether what a receiving connection brings may be written to that table: its writable_tables, '
  'less its excluded_tables, as far as they are tables of the host. For services.';
