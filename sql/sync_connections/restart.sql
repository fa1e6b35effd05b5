{% from 'foundation/client.macro' import definer %}
-- After a table was emptied here: it is received from its start again, from every site.
{% call definer(
  'restart_sync_table', 'table_name text', 'void', because='the positions are not granted',
  says="Forgets how far a table has arrived here: the next transfer begins at its start, and rows
    that are still here and have no key in common with what arrives are there twice. For services.
    Refuses: sync_invalid_field."
) %}
declare
  v_name constant text := amity_private.sync_table_name(table_name);
begin
  perform amity_private.check_sync_field(v_name is not null, 'table_name',
    'the name of a table, such as public.orders');
  update amity.sync_transfers set status = 'cancelled' where id in (
    select id from amity.sync_transfers as transfers
    where transfers.table_name = v_name and direction = 'receive' and status = 'in_progress'
    -- in one order, for two who do this at once
    order by id for no key update
  );
  delete from amity_private.sync_positions as positions where positions.table_name = v_name;
end;
{% endcall %}
