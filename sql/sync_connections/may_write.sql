{% from 'foundation/client.macro' import definer %}
-- Whether a site may write to a table here: the table, or its schema as a whole, has to be listed,
-- and nothing is by default. Only tables, and none of Postgres or of Amity. Not a partition or a
-- table that inherits, through which the site would write to the parent; not a table with foreign
-- partitions, through which it would write to another database. The table name is normalized, or
-- null.
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
        and nspname !~ '^pg_'
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

{% call definer(
  'sync_may_write', 'connection uuid, table_name text', 'boolean', volatility='stable',
  because='it looks at the tables of the host for any caller',
  says="Whether what a receiving connection brings may be written to that table: its
    writable_tables, less its excluded_tables, as far as they are tables of the host. For services."
) %}
return exists (
  select from amity.sync_connections as sites
  where sites.id = connection and sites.direction = 'receiver'
    and amity_private.sync_site_may_write(sites, amity_private.sync_table_name(table_name))
);
{% endcall %}
