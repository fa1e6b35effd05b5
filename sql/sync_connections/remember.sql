{% from 'sync_connections/settable.macro' import settable %}
-- Writes an entry of the history, before the row changes. Without a cause, the cause is the
-- actor's: user, or service where there is none.
create or replace function amity_private.note_sync(
  site amity.sync_connections, action amity.sync_connection_action, actor uuid, cause amity.cause
  default null, reason text default null, changed text[] default null
) returns void
language sql volatile
begin atomic
  insert into amity_private.sync_connections_history
    (sync_connection_id, name, direction, action, changed, reason, actor_id, cause)
  values ((note_sync.site).id, (note_sync.site).name, (note_sync.site).direction, note_sync.action,
    coalesce(note_sync.changed, '{}'), coalesce(note_sync.reason, ''), note_sync.actor,
    coalesce(
      note_sync.cause, case when note_sync.actor is null then 'service' else 'user' end::amity.cause
    ));
end;

-- The names of the settings that differ between two rows, without counters, dates and names of
-- acts; null if none differs.
create or replace function amity_private.changed_sync_fields(
  before amity.sync_connections, after amity.sync_connections
) returns text[]
language sql immutable
return (
  select array_agg(fields.key order by fields.key)
  from jsonb_each(to_jsonb(changed_sync_fields.after)) as fields
  where fields.value is distinct from to_jsonb(changed_sync_fields.before) -> fields.key
    and (fields.key = 'expires_at' or fields.key !~
      '^(status|downloads_used|records_downloaded|total_.*|last_.*|.*_(at|by|reason))$')
);

-- Writes down every change of a sync connection, once.
create or replace function amity_private.tg_sync_connections__remember() returns trigger
language plpgsql volatile security definer  -- the history is not granted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row constant amity.sync_connections := coalesce(new, old);
  v_changed text[];
begin
  if tg_op = 'INSERT' then
    -- an id that stands already will not be inserted again
    if not exists (select from amity.sync_connections where id = new.id) then
      perform amity_private.note_sync(v_row, 'created', new.created_by);
    end if;
  elsif tg_op = 'DELETE' then
    perform amity_private.note_sync(v_row, 'deleted', amity.me());
  else
    v_changed := amity_private.changed_sync_fields(old, new);
    if new.status <> old.status then
      perform amity_private.note_sync(v_row, amity_private.sync_action(old.status, new.status),
        case
          when new.status = 'suspended' then new.suspended_by
          when new.status = 'revoked' then new.revoked_by
          when old.status = 'pending' and new.status = 'active' then new.approved_by
          else amity.me()
        end,
        reason => case new.status when 'suspended' then new.suspended_reason
          when 'revoked' then new.revoked_reason end,
        changed => v_changed);
    elsif v_changed is not null then
      perform amity_private.note_sync(v_row, 'changed', amity.me(), changed => v_changed);
    end if;
  end if;
  return v_row;
end;
$$;

create or replace trigger _900_remember
before insert or delete or update of status, {{ settable }}
on amity.sync_connections
for each row execute function amity_private.tg_sync_connections__remember();
