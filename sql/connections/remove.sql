create or replace function amity.remove_connection(person uuid) returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_row amity.connections;
begin
  delete from amity.connections
  where least(requester_id, recipient_id) = least(v_me, person)
    and greatest(requester_id, recipient_id) = greatest(v_me, person)
    and status = 'accepted'
  returning * into v_row;
  if not found then
    perform amity_private.refuse('not_connected');
  end if;
  return v_row;
end;
$$;

grant execute on function amity.remove_connection(uuid) to authenticated;
comment on function amity.remove_connection(uuid) is
  'Ends my connection with that person; returns it as it was. Follows stay. Refuses: '
  'not_connected, signed_out, not_joined.';
