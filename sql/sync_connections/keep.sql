-- What a service cannot write to connections and transfers, whatever it was granted. Who acts, and
-- why, is written by the statement that acts and by no other, so that the row and the history say
-- the same; the date is given by _200_change. The trigger's arguments are patterns: of the columns
-- that never change, and of those that only our own functions write, which create transfers as
-- well. Refuses: not_yours (an insert), sync_field_fixed.
create or replace function amity_private.tg_sync__keep() returns trigger
language plpgsql volatile  -- invoker: it asks who is writing
set search_path = pg_catalog, pg_temp
as $$
declare
  -- our own functions run as the owner of the schema
  v_is_ours constant boolean := amity_private.is_owner(to_regrole(quote_ident(current_user)));
  v_before constant jsonb := to_jsonb(old);
  v_act text;
  v_field record;
begin
  if tg_op = 'INSERT' then
    if not v_is_ours then
      perform amity_private.refuse('not_yours');
    end if;
    return new;
  end if;
  v_act := case
    when new.status = old.status then null
    when new.status::text = 'active' then case when old.approved_at is null then 'approved' end
    else new.status::text
  end;
  for v_field in
    select key as name, value #>> '{}' as value from jsonb_each(to_jsonb(new))
    where value is distinct from v_before -> key
  loop
    if (case
      when v_field.name ~ tg_argv[0] then false
      when v_field.name ~ '_by$' then coalesce(v_field.name = v_act || '_by', false)
        -- amity.forget_person() replaces a person who is gone by a pseudonym
        or v_before ->> v_field.name is not null and v_field.value is not null
          and v_is_ours and not exists (
            select from amity.people where people.id = (v_before ->> v_field.name)::uuid)
      when v_field.name ~ '_reason$'
        then replace(v_field.name, 'denial', 'denied') = v_act || '_reason'
      -- deleting a connection takes it from its transfers
      when v_field.name = 'sync_connection_id' then v_field.value is null and v_is_ours
      when v_field.name ~ tg_argv[1] then v_is_ours
      else true
    end) is not true then
      perform amity_private.refuse('sync_field_fixed', v_field.name);
    end if;
  end loop;
  return new;
end;
$$;

create or replace trigger _100_keep
before update on amity.sync_connections
for each row execute function amity_private.tg_sync__keep(
  '^(id|direction|(created|approved|suspended|revoked)_at)$',
  '^(downloads_used|records_downloaded|total_.*|last_.*|(token_issued|password_set|updated)_at)$'
);

create or replace trigger _100_keep
before insert or update on amity.sync_transfers
for each row execute function amity_private.tg_sync__keep(
  '^(id|direction|table_name|requires_approval|(approved|denied)_at)$',
  '^(?!(status|error_message|metadata)$)'
);
