-- A block ends what the pair has. To the blocked person it looks like what people do every day: a
-- request to the blocker was rejected, one from the blocker cancelled, a connection removed.
create or replace function amity_private.tg_blocks__end_connection() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
begin
  with ended as (
    delete from amity.connections
    where least(requester_id, recipient_id) = least(new.blocker_id, new.blocked_id)
      and greatest(requester_id, recipient_id) = greatest(new.blocker_id, new.blocked_id)
    returning *
  )
  insert into amity_private.connections_history
    (connection_id, requester_id, recipient_id, action, actor_id, cause)
  select id, requester_id, recipient_id,
    case
      when status = 'accepted' then 'removed'
      when recipient_id = new.blocker_id then 'rejected'
      else 'cancelled'
    end::amity.connection_action,
    amity.me(), 'block'
  from ended;
  return null;
end;
$$;

revoke execute on function amity_private.tg_blocks__end_connection() from public;
comment on function amity_private.tg_blocks__end_connection() is
  'Ends the request or connection of a pair that a block now parts.';

create or replace trigger _500_end_connection
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_connection();
