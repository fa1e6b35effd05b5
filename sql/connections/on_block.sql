-- A block ends what the pair has. To the blocked person it looks like what people do every day: a
-- request to the blocker was rejected, one from the blocker cancelled, a connection removed. A
-- request that had expired has expired: nobody could have rejected it.
create or replace function amity_private.tg_blocks__end_connection() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ended constant amity.connections :=
    amity_private.hold_connection(new.blocker_id, new.blocked_id);
begin
  if v_ended.status = 'pending'
    and v_ended.requested_at <= amity_private.requests_open_after() then
    perform amity_private.remember_connection(v_ended, 'expired', 'expiry');
  elsif v_ended.status in ('pending', 'accepted') then
    perform amity_private.remember_connection(
      v_ended,
      case
        when v_ended.status = 'accepted' then 'removed'
        when v_ended.recipient_id = new.blocker_id then 'rejected'
        else 'cancelled'
      end::amity.connection_action,
      'block'
    );
  end if;
  delete from amity.connections where id = v_ended.id;
  return null;
end;
$$;

comment on function amity_private.tg_blocks__end_connection() is
  'Ends the request or connection of a pair that a block now parts.';

create or replace trigger _500_end_connection
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_connection();
