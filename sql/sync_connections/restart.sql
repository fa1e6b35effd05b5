{% from 'foundation/client.macro' import client %}
-- After a table was emptied here: it is received from its start again, from every site.
create or replace function amity_private.restart_sync_table(table_name text) returns void
language plpgsql volatile security definer  -- the positions are not granted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name constant text := amity_private.sync_table_name(table_name);
begin
  perform amity_private.require_service_caller('amity_private.restart_sync_table(text)');
  perform amity_private.check_sync_field(v_name is not null, 'table_name',
    'the name of a table, such as public.orders');
  -- in one order, for two who do this at once
  perform from amity.sync_transfers as transfers
  where transfers.table_name = v_name and direction = 'receive' and status = 'in_progress'
  order by transfers.id for no key update;
  update amity.sync_transfers as transfers set status = 'cancelled'
  where transfers.table_name = v_name and direction = 'receive' and status = 'in_progress';
  delete from amity_private.sync_positions as positions where positions.table_name = v_name;
end;
$$;

{{ client(
  'restart_sync_table', 'table_name text',
  'void', to='service_role',
  says="Forgets how far a table has arrived here: the next transfer begins at its start, and rows
    that are still here and have no key in common with what arrives are there twice. For services.
    Refuses: sync_invalid_field."
) }}
