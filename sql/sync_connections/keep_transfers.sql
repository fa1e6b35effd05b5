-- Our own functions create, count and date transfers. A service answers one once: its name and
-- reason are written by the statement that answers. Refuses: not_yours (an insert),
-- sync_field_fixed.
create or replace function amity_private.tg_sync_transfers__keep() returns trigger
language plpgsql volatile  -- invoker: it asks who is writing
set search_path = pg_catalog, pg_temp
as $$
declare
  -- what a service says; of the names and the reason, the lines below tell when
  v_said constant text[] :=
    '{status,approved_by,denied_by,denial_reason,error_message,metadata}'::text[];
  v_approves boolean;
  v_denies boolean;
  v_fixed text;
begin
  if tg_op = 'INSERT' then
    if not amity_private.writes_as_owner() then
      perform amity_private.refuse('not_yours');
    end if;
    return new;
  end if;
  v_approves := new.status = 'approved' and old.status <> 'approved';
  v_denies := new.status = 'denied' and old.status <> 'denied';
  v_fixed := case
    when new.id is distinct from old.id then 'id'
    when new.direction is distinct from old.direction then 'direction'
    when new.table_name is distinct from old.table_name then 'table_name'
    when new.requires_approval is distinct from old.requires_approval then 'requires_approval'
    -- only forgetting the connection takes it away
    when new.sync_connection_id is distinct from old.sync_connection_id
      and (new.sync_connection_id is not null or not amity_private.writes_as_owner())
      then 'sync_connection_id'
    when not amity_private.sync_name_fits(old.initiated_by, new.initiated_by, false)
      then 'initiated_by'
    when new.approved_at is distinct from old.approved_at
      or not amity_private.sync_name_fits(old.approved_by, new.approved_by, v_approves)
      then 'approved_at or approved_by'
    when new.denied_at is distinct from old.denied_at
      or new.denial_reason is distinct from old.denial_reason and not v_denies
      or not amity_private.sync_name_fits(old.denied_by, new.denied_by, v_denies)
      then 'denied_at, denied_by or denial_reason'
    when to_jsonb(new) - v_said <> to_jsonb(old) - v_said
      and not amity_private.writes_as_owner()
      then 'a counter or a date'
  end;
  if v_fixed is not null then
    perform amity_private.refuse('sync_field_fixed', v_fixed);
  end if;
  return new;
end;
$$;

-- before _200_change, which dates the answers
create or replace trigger _100_keep
before insert or update on amity.sync_transfers
for each row execute function amity_private.tg_sync_transfers__keep();
