-- A block ends what the pair has. To the blocked person it looks like what people do every day: a
-- request to the blocker was rejected, one from the blocker cancelled, a connection removed.
create or replace function amity_private.tg_blocks__end_connection() returns trigger
language plpgsql volatile security definer  -- it ends what belongs to two people
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.connections :=
    amity_private.hold_connection(new.blocker_id, new.blocked_id);
  v_done text;
begin
  if v_row.id is not null then
    v_done := amity_private.remember_connection(
      v_row,
      case
        when v_row.status = 'accepted' then 'removed'
        when v_row.recipient_id = new.blocker_id then 'rejected'
        else 'cancelled'
      end::amity.connection_action,
      'block'
    );
    delete from amity.connections where id = v_row.id;
  end if;
  return null;
end;
$$;

create or replace trigger _500_end_connection
after insert on amity.blocks
for each row execute function amity_private.tg_blocks__end_connection();
