-- Attaching asks the host for four triggers on one table, and nothing else.

create or replace function amity_private.describe_key(
  host_table regclass, key_column name, out person_column name, out key_type name
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type regtype;
begin
  select columns.atttypid::regtype into v_type
  from pg_attribute as columns
  join pg_class as tables on tables.oid = columns.attrelid
  join pg_index as indexes on indexes.indrelid = columns.attrelid
  where columns.attrelid = host_table and columns.attname = key_column
    -- rows can be put into a partition behind the back of its parent's triggers
    and not columns.attisdropped and tables.relkind = 'r'
    -- unique by itself, for every row, at once
    and indexes.indisunique and indexes.indimmediate and indexes.indpred is null
    and indexes.indnkeyatts = 1 and indexes.indkey[0] = columns.attnum
  limit 1;
  if v_type = 'uuid'::regtype then
    person_column := 'id';
    key_type := 'uuid';
  elsif v_type in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype,
                   'text'::regtype, 'varchar'::regtype, 'bpchar'::regtype) then
    person_column := 'host_key';
    key_type := 'text';
  else
    perform amity_private.refuse(
      'key_unsupported', concat_ws('.', coalesce(host_table::text, 'no such table'), key_column)
    );
  end if;
end;
$$;

create or replace function amity.attach_people(host_table regclass, key_column name default 'id')
returns bigint
language plpgsql volatile  -- invoker: it needs the rights on the host's table that its caller has
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key record;
  v_attached amity_private.attachments;
begin
  perform amity_private.require_service();
  v_key := amity_private.describe_key(host_table, key_column);
  -- one at a time; and a table that was dropped meanwhile is attached no more
  lock table amity_private.attachments in share row exclusive mode;
  delete from amity_private.attachments
  where not exists (select from pg_class where oid = attachments.host_table);

  select * into v_attached from amity_private.attachments;
  if found and (v_attached.host_table, v_attached.key_column) <> (host_table, key_column) then
    perform amity_private.refuse('already_attached', v_attached.host_table::text);
  end if;

  if not found then
    execute format(
      'create trigger amity_900_arrive after insert on %s referencing new table as arrived '
      'for each statement execute function amity_private.tg_host__arrive(%L, %L, %L)',
      host_table, v_key.person_column, key_column, v_key.key_type);
    execute format(
      'create trigger amity_900_leave after delete on %s referencing old table as gone '
      'for each statement execute function amity_private.tg_host__leave(%L, %L, %L)',
      host_table, v_key.person_column, key_column, v_key.key_type);
    execute format(
      'create trigger amity_900_truncate after truncate on %s for each statement '
      'execute function amity_private.tg_host__leave(%L, %L, %L)',
      host_table, v_key.person_column, key_column, v_key.key_type);
    execute format(
      'create trigger amity_900_rename after update of %3$I on %1$s for each row '
      'when (old.%3$I is distinct from new.%3$I) '
      'execute function amity_private.tg_host__rename(%2$L, %3$L, %4$L)',
      host_table, v_key.person_column, key_column, v_key.key_type);
    insert into amity_private.attachments values (host_table, key_column);
  end if;

  -- the triggers hold the table by now, so nobody slips between them and this
  execute format(
    'insert into amity.people (%I) select %I::%I from %s where %2$I is not null '
    'on conflict do nothing',
    v_key.person_column, key_column, v_key.key_type, host_table);
  return (select count(*) from amity.people);
end;
$$;

revoke execute on function amity_private.describe_key(regclass, name) from public;
revoke execute on function amity.attach_people(regclass, name) from public;
comment on function amity_private.describe_key(regclass, name) is
  'Where a host''s key goes in amity.people, and as what type. Refuses: key_unsupported.';
comment on function amity.attach_people(regclass, name) is
  'Makes everybody in the host''s table of users a person, now and as they come and go; returns '
  'how many people there are. Again is the same as once. For the owner of the schema. Refuses: '
  'key_unsupported, already_attached.';
