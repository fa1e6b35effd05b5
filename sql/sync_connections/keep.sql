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

-- Who did something is written by the statement that does it. Afterwards only forgetting a person
-- changes it, to a pseudonym.
create or replace function amity_private.sync_name_fits(before uuid, after uuid, acts boolean)
returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return after is not distinct from before or acts
    or (before is not null and after is not null and amity_private.writes_as_owner()
      and not exists (select from amity.people where people.id = before));
end;
$$;

-- Refuses to make another of a sync connection, and to rewrite who did what with it, why and when:
-- sync_field_fixed.
create or replace function amity_private.tg_sync_connections__keep() returns trigger
language plpgsql volatile  -- invoker: it asks who is writing
set search_path = pg_catalog, pg_temp
as $$
declare
  v_approves constant boolean := new.status = 'active' and old.status <> 'active'
    and old.approved_at is null;
  v_suspends constant boolean := new.status = 'suspended' and old.status <> 'suspended';
  v_revokes constant boolean := new.status = 'revoked' and old.status <> 'revoked';
  v_fixed constant text := case
    when new.id is distinct from old.id then 'id'
    when new.direction is distinct from old.direction then 'direction'
    when new.created_at is distinct from old.created_at then 'created_at'
    when not amity_private.sync_name_fits(old.created_by, new.created_by, false)
      then 'created_by'
    when new.approved_at is distinct from old.approved_at
      or not amity_private.sync_name_fits(old.approved_by, new.approved_by, v_approves)
      then 'approved_at or approved_by'
    when new.suspended_at is distinct from old.suspended_at
      or new.suspended_reason is distinct from old.suspended_reason and not v_suspends
      or not amity_private.sync_name_fits(old.suspended_by, new.suspended_by, v_suspends)
      then 'suspended_at, suspended_by or suspended_reason'
    when new.revoked_at is distinct from old.revoked_at
      or new.revoked_reason is distinct from old.revoked_reason and not v_revokes
      or not amity_private.sync_name_fits(old.revoked_by, new.revoked_by, v_revokes)
      then 'revoked_at, revoked_by or revoked_reason'
    when (new.downloads_used, new.records_downloaded, new.total_transfers,
        new.total_records_transferred, new.total_bytes_transferred, new.last_connected_at,
        new.last_transfer_at, new.token_issued_at, new.password_set_at, new.updated_at)
      is distinct from (old.downloads_used, old.records_downloaded, old.total_transfers,
        old.total_records_transferred, old.total_bytes_transferred, old.last_connected_at,
        old.last_transfer_at, old.token_issued_at, old.password_set_at, old.updated_at)
      and not amity_private.writes_as_owner()
      then 'a counter or a date'
  end;
begin
  if v_fixed is not null then
    perform amity_private.refuse('sync_field_fixed', v_fixed);
  end if;
  return new;
end;
$$;

-- the triggers run as whoever writes
grant execute on function amity_private.writes_as_owner() to service_role;
grant execute on function amity_private.sync_name_fits(uuid, uuid, boolean) to service_role;

-- before _200_change, which dates the acts
create or replace trigger _100_keep
before update on amity.sync_connections
for each row execute function amity_private.tg_sync_connections__keep();
