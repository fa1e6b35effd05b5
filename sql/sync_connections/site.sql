{% from 'foundation/client.macro' import definer %}
{% call definer(
  'sync_site_id', '', 'uuid', because='the table is not granted', volatility='stable',
  says="The id by which other sites know this database; a receiving site is told it with each table.
    For services."
) %}
return (select id from amity_private.sync_site);
{% endcall %}

{% call definer(
  'new_sync_site_id', '', 'uuid', because='the table is not granted',
  says="Makes another site of a database that is a copy of one, and returns its new id. For
    services."
) %}
update amity_private.sync_site set former_ids = former_ids || id, id = gen_random_uuid();
return amity_private.sync_site_id();
{% endcall %}

-- The ids of the sites whose rows a table has: this site first, its former ids, and the sites it
-- received from.
create or replace function amity_private.sync_sites_of(table_name text) returns uuid[]
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select here.id || array(
    select unnest(here.former_ids)
    union
    select unnest(positions.sites) from amity_private.sync_positions as positions
    where positions.table_name = sync_sites_of.table_name
    except
    select here.id
    order by 1
  )
  from amity_private.sync_site as here
);
