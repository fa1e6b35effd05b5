{% from 'sync_connections/settable.macro' import settable %}
-- Writes an entry of the history.
create or replace function amity_private.note_sync(
  site amity.sync_connections, action amity.sync_connection_action, actor uuid,
  reason text default null, changed text[] default null
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into amity_private.sync_connections_history
    (sync_connection_id, name, direction, action, changed, reason, actor_id, cause)
  values (site.id, site.name, site.direction, action, coalesce(changed, '{}'), coalesce(reason, ''),
    actor, case when actor is null then 'service' else 'user' end::amity.cause);
end;
$$;

-- Writes down every change of a sync connection, once, before the row changes.
create or replace function amity_private.tg_sync_connections__remember() returns trigger
language plpgsql volatile security definer  -- the history is not granted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changed text[];
begin
  if tg_op = 'DELETE' then
    perform amity_private.note_sync(old, 'deleted', amity.me());
    return old;
  elsif tg_op = 'INSERT' then
    -- an id that stands already will not be inserted again
    if not exists (select from amity.sync_connections where id = new.id) then
      perform amity_private.note_sync(new, 'created', new.created_by);
    end if;
    return new;
  end if;
  -- the names of settings, without counters, dates and names of acts
  v_changed := (
    select array_agg(fields.key order by fields.key) from jsonb_each(to_jsonb(new)) as fields
    where fields.value is distinct from to_jsonb(old) -> fields.key
      and (fields.key = 'expires_at' or fields.key !~
        '^(status|downloads_used|records_downloaded|total_.*|last_.*|.*_(at|by|reason))$')
  );
  if new.status <> old.status then
    perform amity_private.note_sync(new, amity_private.sync_action(old.status, new.status),
      case
        when new.status = 'suspended' then new.suspended_by
        when new.status = 'revoked' then new.revoked_by
        when old.status = 'pending' and new.status = 'active' then new.approved_by
        else amity.me()
      end,
      case new.status when 'suspended' then new.suspended_reason
        when 'revoked' then new.revoked_reason end,
      v_changed);
  elsif v_changed is not null then
    perform amity_private.note_sync(new, 'changed', amity.me(), changed => v_changed);
  end if;
  return new;
end;
$$;

create or replace trigger _900_remember
before insert or delete or update of status, {{ settable }}
on amity.sync_connections
for each row execute function amity_private.tg_sync_connections__remember();
