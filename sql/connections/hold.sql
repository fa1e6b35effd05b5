-- The row of a pair, whichever way round; held, so that what it says stays true. Somebody who
-- answers holds the row and not the pair: this waits for them.
create or replace function amity_private.hold_connection(one uuid, other uuid)
returns amity.connections
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_connection amity.connections;
begin
  select * into v_connection from amity.connections
  where least(requester_id, recipient_id) = least(one, other)
    and greatest(requester_id, recipient_id) = greatest(one, other)
  for update;
  return v_connection;
end;
$$;

comment on function amity_private.hold_connection(uuid, uuid) is
  'The row of two people, locked; or null.';
