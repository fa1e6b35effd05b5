-- What a service cannot write, whatever it was granted.

-- Whether the owner of the schema writes: our own functions run as that role.
create or replace function amity_private.writes_as_owner() returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return pg_has_role(
    current_user, (select nspowner from pg_namespace where nspname = 'amity_private'), 'usage'
  );
end;
$$;

-- For connections and transfers. Who acts, and why, is written by the statement that acts and by no
-- other, so that the row and the history say the same; the date is given by _200_change. The
-- trigger's arguments are patterns: of the columns that never change, and of those that only our
-- own functions write, which create transfers as well. Refuses: not_yours (an insert),
-- sync_field_fixed.
create or replace function amity_private.tg_sync__keep() returns trigger
language plpgsql volatile  -- invoker: it asks who is writing
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before jsonb;
  v_act text;
  v_field record;
begin
  if tg_op = 'INSERT' then
    if not amity_private.writes_as_owner() then
      perform amity_private.refuse('not_yours');
    end if;
    return new;
  end if;
  v_before := to_jsonb(old);
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
          and amity_private.writes_as_owner() and not exists (
            select from amity.people where people.id = (v_before ->> v_field.name)::uuid)
      when v_field.name ~ '_reason$'
        then replace(v_field.name, 'denial', 'denied') = v_act || '_reason'
      -- deleting a connection takes it from its transfers
      when v_field.name = 'sync_connection_id'
        then v_field.value is null and amity_private.writes_as_owner()
      when v_field.name ~ tg_argv[1] then amity_private.writes_as_owner()
      else true
    end) is not true then
      perform amity_private.refuse('sync_field_fixed', v_field.name);
    end if;
  end loop;
  return new;
end;
$$;

-- the trigger runs as the role that writes
grant execute on function amity_private.writes_as_owner() to service_role;

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
