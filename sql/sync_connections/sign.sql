-- The newest entry of a sync connection.
create or replace function amity_private.last_sync_entry(connection uuid) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select max(entries.entry) from amity_private.sync_connections_history as entries
    where entries.sync_connection_id = last_sync_entry.connection
  );
end;
$$;

-- Writes the actor and the cause into the entries after `since`. The trigger sees only the row, not
-- the actor that a function was given, nor that time ran out; the row is locked, so the entries are
-- of this statement.
create or replace function amity_private.sign_sync(
  connection uuid, since bigint, actor uuid, cause amity.cause default null
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update amity_private.sync_connections_history as entries set
    actor_id = actor,
    cause = coalesce(
      sign_sync.cause, case when actor is null then 'service' else 'user' end::amity.cause)
  where entries.sync_connection_id = connection and entries.entry > coalesce(since, 0);
end;
$$;
