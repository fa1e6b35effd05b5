{% from 'foundation/client.macro' import definer %}
-- A request to a site takes at most five minutes, and repeating it another one: ten are enough from
-- one page to the next. A holder whose session is gone, because its process was killed, need not be
-- waited for.
{% call definer(
  'lease_sync_table', 'connection uuid, table_name text, holder uuid', 'boolean',
  because='the leases are not granted',
  says="Takes the right to receive a table through a connection, or renews it, for ten minutes or
    until amity.release_sync_table(); false while another holder has it. Renewed in the transaction
    that writes a page, it keeps others out until the commit. For services. Refuses:
    sync_connection_not_found."
) %}
if not exists (select from amity.sync_connections where id = connection) then
  perform amity_private.refuse('sync_connection_not_found');
end if;
insert into amity_private.sync_leases as leases
  (sync_connection_id, table_name, holder, backend, held_until)
values (connection, lease_sync_table.table_name, lease_sync_table.holder, pg_backend_pid(),
  clock_timestamp() + interval '10 minutes')
on conflict on constraint sync_leases_pkey do update
set holder = excluded.holder, backend = excluded.backend, held_until = excluded.held_until
where leases.holder = excluded.holder or leases.held_until < clock_timestamp()
  or not exists (select from pg_stat_get_activity(leases.backend));
return found;
{% endcall %}

{% call definer(
  'release_sync_table', 'connection uuid, table_name text, holder uuid', 'void',
  because='the leases are not granted',
  says="Ends what amity.lease_sync_table() took, if this holder still has it. For services."
) %}
delete from amity_private.sync_leases as leases
where sync_connection_id = connection and leases.table_name = release_sync_table.table_name
  and leases.holder = release_sync_table.holder;
{% endcall %}
