create or replace function amity.connection_status(person uuid) returns amity.connection_standing
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_me constant uuid := amity.me();
  v_row amity.connections;
  v_state amity.connection_state;
begin
  select * into v_row from amity.connections
  where least(requester_id, recipient_id) = least(v_me, person)
    and greatest(requester_id, recipient_id) = greatest(v_me, person);
  v_state := case
    when v_row.status = 'accepted' then 'accepted'
    when not amity_private.is_open(v_row.requested_at) then 'none'
    when v_row.requester_id = v_me then 'pending_sent'
    when v_row.recipient_id = v_me then 'pending_received'
    else 'none'
  end::amity.connection_state;
  return (v_state, case when v_state <> 'none' then v_row.id end);
end;
$$;

grant execute on function amity.connection_status(uuid) to authenticated;
comment on function amity.connection_status(uuid) is
  'What that person and I are: none, pending_sent, pending_received or accepted, and the id of the '
  'connection or request. Unknown is none.';
