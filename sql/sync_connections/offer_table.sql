-- Makes amity_sync the owner of what reads its tables, at the first offer. Only a member of a role
-- can give it something; an owner of the schema who did not create the role may not be one. So the
-- caller of offer_table() does it, and not the installation. Refuses: sync_role_not_granted.
create or replace function amity_private.hand_over_reading() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reader text;
begin
  if not pg_has_role(current_user, 'amity_sync', 'usage') then
    grant amity_sync to current_user;
  end if;
  -- to own it there, amity_sync has to be let in for a moment
  grant create on schema amity_private to amity_sync;
  foreach v_reader in array array[
    'amity_private.checksum_offered_rows(oid, text[], bigint, bigint)',
    'amity_private.read_rows(oid, jsonb, integer, integer, text)'
  ] loop
    execute format('alter function %s owner to amity_sync', v_reader);
    execute format('grant execute on function %s to %s', v_reader,
      (select nspowner::regrole from pg_namespace where nspname = 'amity_private'));
  end loop;
  revoke create on schema amity_private from amity_sync;
exception
  when insufficient_privilege then
    perform amity_private.refuse('sync_role_not_granted', quote_ident(current_user));
end;
$$;

create or replace function amity.offer_table(host_table regclass) returns text
language plpgsql volatile  -- invoker: it needs the rights on the host's table that its caller has
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text;
begin
  perform amity_private.require_service();
  if not amity_private.sync_may_read() then
    perform amity_private.hand_over_reading();
  end if;
  execute format('grant usage on schema %s to amity_sync',
    (select relnamespace::regnamespace from pg_class where oid = host_table));
  execute format('grant select on %s to amity_sync', host_table);
  v_name := amity_private.readable_sync_table(host_table);
  if v_name is null then
    perform amity_private.refuse('sync_table_unsupported', host_table::text);
  end if;
  return v_name;
end;
$$;

create or replace function amity.withdraw_table(host_table regclass) returns void
language plpgsql volatile  -- invoker, as above
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_service();
  execute format('revoke all on %s from amity_sync', host_table);
end;
$$;

comment on function amity.offer_table(regclass) is
  'Lets a table be sent through sync connections, as far as each allows it: grants it to the role '
  'amity_sync. Returns its name. For the owner of the schema. Refuses: sync_table_unsupported, '
  'sync_role_not_granted.';
comment on function amity.withdraw_table(regclass) is
  'Lets a table be sent no more: revokes it from the role amity_sync. For the owner of the '
  'schema.';
