-- Attaching asks the host for five triggers on one table, and nothing else.

-- Where a host's key goes in amity.people, and as what type. Refuses: key_unsupported.
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
    and not columns.attisdropped and tables.relkind = 'r'
    -- rows come into a partition or a child behind the back of its parent's triggers, and go so
    and not exists (select from pg_inherits where host_table in (inhrelid, inhparent))
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

-- As Postgres writes them, so that what stands can be compared. A space sorts before whatever name
-- the host gives its own triggers. A column that a trigger depends on is not dropped or retyped
-- until the trigger is gone: Postgres then says the trigger's name, which says what to do.
-- The triggers that follow a host's table, as they should be.
create or replace function amity_private.host_triggers(host_table regclass, key_column name)
returns table (name name, definition text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key constant record := amity_private.describe_key(host_table, key_column);
begin
  return query
  select each.name, format(
    'CREATE TRIGGER %I %s ON %s %s EXECUTE FUNCTION amity_private.tg_host__%s(%L, %L)',
    each.name, each.moment, host_table, replace(each.rows, '%I', quote_ident(key_column)),
    each.task, v_key.person_column, v_key.key_type)
  from (values
    (name ' amity_100_arrive', 'AFTER INSERT', 'REFERENCING NEW TABLE AS arrived FOR EACH ROW',
      'arrive'),
    (' amity_100_leave', 'AFTER DELETE', 'REFERENCING OLD TABLE AS gone FOR EACH STATEMENT',
      'leave'),
    (' amity_100_before_truncate', 'BEFORE TRUNCATE', 'FOR EACH STATEMENT', 'truncate'),
    (' amity_100_truncate', 'AFTER TRUNCATE', 'FOR EACH STATEMENT', 'truncate'),
    (' amity_100_rename: detach_people(), alter, attach_people()', 'AFTER UPDATE',
      'FOR EACH ROW WHEN ((old.%I IS DISTINCT FROM new.%I))', 'rename')
  ) as each (name, moment, rows, task);
end;
$$;

-- The statements that make them, or make them anew.
create or replace function amity_private.host_trigger_script(attached amity_private.attachments)
returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(regexp_replace(definition, '^CREATE', 'create or replace'), '; ')
    from amity_private.host_triggers(attached.host_table, attached.key_column)
  );
end;
$$;

-- The triggers that follow a host's table and are missing, off or of another making.
create or replace function amity_private.host_trigger_faults(host_table regclass, key_column name)
returns table (name name, fault text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Postgres may write the condition with casts
  v_condition constant text := ' WHEN .* EXECUTE ';
begin
  return query
  select wanted.name, case
      when standing.oid is null then 'is missing'
      when standing.tgenabled not in ('O', 'A') then 'is off'
      else 'is not the one that attach_people() makes'
    end
  from amity_private.host_triggers(host_table, key_column) as wanted
  left join pg_trigger as standing
    on standing.tgrelid = host_table and standing.tgname = wanted.name
  where standing.tgenabled in ('O', 'A') is not true
    or regexp_replace(pg_get_triggerdef(standing.oid), v_condition, ' EXECUTE ')
      <> regexp_replace(wanted.definition, v_condition, ' EXECUTE ');
end;
$$;
