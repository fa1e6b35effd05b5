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

-- The trigger sees a row, and not who was named to a function, or that time ran out. The function
-- that acts says it of the entry that its own statement has just written; the row is held, so that
-- nobody else wrote one.
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

comment on function amity_private.last_sync_entry(uuid) is
  'The newest entry of a sync connection.';
comment on function amity_private.sign_sync(uuid, bigint, uuid, amity.cause) is
  'Says who acted, of the entries of a sync connection after that one.';
