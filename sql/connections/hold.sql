-- Locks the row of two people, whichever of them requested, and returns it; waits for an answer
-- that is being given, which locks the row and not the pair. A request that is over is deleted and
-- counts as none: one that expired, or was rejected or cancelled earlier in this statement.
create or replace function amity_private.hold_connection(one uuid, other uuid)
returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row amity.connections;
  v_done text;
begin
  select * into v_row from amity.connections
  where least(requester_id, recipient_id) = least(one, other)
    and greatest(requester_id, recipient_id) = greatest(one, other)
  for update;
  if v_row.id is null or v_row.status = 'accepted' then
    return v_row;
  elsif v_row.status = 'pending' then
    if amity_private.is_open(v_row.requested_at) then
      return v_row;
    end if;
    v_done := amity_private.remember_connection(v_row, 'expired', 'expiry');
  end if;
  delete from amity.connections where id = v_row.id;
  return null;
end;
$$;
