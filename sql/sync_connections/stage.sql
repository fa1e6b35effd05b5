{% from 'foundation/client.macro' import definer %}
-- The stage of a transfer: an unlogged table beside ours, with the columns that are written. Pages
-- go there, and from there into the table by one statement, so that foreign keys are checked when
-- every row is in. After a crash, on a restored dump or a promoted standby it is empty.
create or replace function amity_private.sync_stage(transfer uuid) returns text
language sql immutable
return 'amity_private.sync_stage_' || replace(transfer::text, '-', '');

-- Columns of a table as `create table` takes them, in the order of their names.
create or replace function amity_private.sync_column_definitions(of_table regclass, names text[])
returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select format('%I %s%s', attname, format_type(atttypid, atttypmod),
      ' collate ' || nullif(nullif(attcollation, 0), 'pg_catalog."default"'::regcollation)
        ::regcollation::text)
    from pg_attribute
    where attrelid = of_table and attnum > 0 and not attisdropped
      and (names is null or attname = any (names))
    order by attname
  );
end;
$$;

-- Makes an empty stage. Nothing of it is granted by the default privileges of the host.
create or replace function amity_private.create_sync_stage(
  transfer uuid, of_table regclass, columns text[]
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_grantee oid;
begin
  execute format(
    'create unlogged table %s (%s) with (autovacuum_enabled = off, toast.autovacuum_enabled = off)',
    amity_private.sync_stage(transfer),
    array_to_string(amity_private.sync_column_definitions(of_table, columns), ', '));
  for v_grantee in
    select distinct grantee
    from pg_class cross join aclexplode(relacl)
    where pg_class.oid = amity_private.sync_stage(transfer)::regclass and grantee <> relowner
  loop
    execute format('revoke all on %s from %s', amity_private.sync_stage(transfer),
      case v_grantee when 0 then 'public' else v_grantee::regrole::text end);
  end loop;
end;
$$;

{% call definer(
  'stage_sync_transfer', 'transfer uuid, columns text[] default null', 'boolean',
  because='a service makes no table beside ours',
  says="Makes the stage of a receiving transfer, the table amity_private.sync_stage_ with its id,
    with these columns of the table that it receives, or opens to its caller the stage that is
    there. False if there is none of these columns, of any without columns, with all that arrived:
    then the transfer has to start over. For services. Refuses: sync_transfer_not_found,
    sync_invalid_transition."
) %}
declare
  v_caller constant name := coalesce(nullif(current_setting('role'), 'none'), session_user);
  v_stage regclass := to_regclass(amity_private.sync_stage(transfer));
  v_transfer amity.sync_transfers;
  v_table regclass;
  v_arrived bigint;
  v_is_whole boolean;
begin
  select * into v_transfer from amity.sync_transfers where id = transfer and direction = 'receive';
  if not found then
    perform amity_private.refuse('sync_transfer_not_found');
  elsif v_transfer.status <> 'in_progress' then
    perform amity_private.refuse('sync_invalid_transition', v_transfer.status::text, 'in_progress');
  end if;
  v_table := to_regclass(v_transfer.table_name);
  v_arrived := v_transfer.records_transferred - v_transfer.records_failed;
  if v_stage is null then
    if v_arrived > 0 or columns is null then
      return false;
    end if;
    perform amity_private.create_sync_stage(transfer, v_table, columns);
    v_stage := amity_private.sync_stage(transfer)::regclass;
  end if;
  execute format('grant select, insert, delete on %s to %I', v_stage, v_caller);
  execute format('select count(*) = $1 from %s', v_stage) into v_is_whole using v_arrived;
  return v_is_whole
    and amity_private.sync_column_definitions(v_stage, null)
      = amity_private.sync_column_definitions(v_table, coalesce(columns, array(
        select attname from pg_attribute where attrelid = v_stage and attnum > 0)));
end;
{% endcall %}
