-- Waits for each of these tables in turn, while holding nothing.
create or replace function amity_private.await_tables(tables regclass[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $$
declare
  v_table regclass;
begin
  foreach v_table in array tables loop
    begin
      execute format('lock table %s in share row exclusive mode', v_table);
      raise exception using errcode = 'UNDO0';  -- and lets go of it
    exception
      when sqlstate 'UNDO0' then null;
    end;
  end loop;
end;
$$;

-- Begins an import: locks all ties until the transaction ends, because fifty thousand locks of
-- pairs would not fit into the server. Other transactions wait to change a tie, and what they
-- committed before is seen. Deleting a person waits as well, because it deletes ties. Reading goes
-- on.
--
-- If another transaction holds what the import wants, and wants what it holds, the import has to
-- give up: its lock_timeout is much shorter than deadlock_timeout, after which Postgres would
-- choose one of the two. Autovacuum is cancelled only after that time: so the import first waits
-- for each table. Returns the batch, which is remembered if a run is named: see undo.sql. Refuses:
-- import_too_large, not_yours, isolation_unsupported.
--   ends  the other tables in which it ends something: nothing new may begin there meanwhile, since
--         an act looks for a block first and does not look again
create or replace function amity_private.begin_import(
  lines integer, run text, ends regclass[] default '{}'
) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_batch constant text := amity_private.new_batch();
  v_tables constant regclass[] :=
    '{amity.blocks, amity.connections, amity.follows}'::regclass[] || ends;
begin
  if lines > 100000 then
    perform amity_private.refuse('import_too_large', '100000');
  elsif amity.me() is not null then
    perform amity_private.refuse('not_yours');
  end if;
  perform amity_private.require_read_committed();
  perform amity_private.await_tables(v_tables);
  execute format(
    'lock table %s in share row exclusive mode', array_to_string(v_tables::text[], ', ')
  );
  insert into amity_private.import_batches (run, batch, lines)
  select begin_import.run, v_batch, coalesce(begin_import.lines, 0)
  where begin_import.run is not null;
  return v_batch;
end;
$$;

-- Turns the triggers of a row off for the transaction, which holds the table, and returns the
-- statement that turns them on again. The import decides at once what they would be asked fifty
-- thousand times. They are found by what they are, ours and of a row, so that a renamed or a new
-- one cannot run fifty thousand times unseen. A kind that has to hear of every row numbers its
-- trigger from 800 to 899: those fire. Triggers of the host fire as well.
--
-- The same is true of foreign keys, which cost a third of the time: if the owner may (a superuser),
-- their check of each row is off. A person deleted meanwhile takes their ties along: the deletion
-- waits for the tables that the import holds, and then finds what it wrote.
create or replace function amity_private.disable_triggers(
  ties regclass, numbers int4multirange default '{[0,800),[900,1000)}'
) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_silent constant name[] := array(
    select tgname from pg_trigger
    where tgrelid = ties and tgenabled <> 'D' and (
      tgtype & 1 = 1 and tgtype & (4 + 16) > 0  -- of a row, on insert or update
        and starts_with(tgfoid::regproc::text, 'amity_private.')
        and numbers @> substring(tgname from '^_([0-9]{3})_')::integer
      or tgfoid = '"RI_FKey_check_ins"'::regproc
        and (select rolsuper from pg_roles where rolname = current_user)
    )
  );
  v_name name;
  v_undo text;
begin
  if v_silent = '{}' then
    return 'select';
  end if;
  select format('alter table %s %s', ties, string_agg(format('enable %strigger %I',
    case tgenabled when 'A' then 'always ' when 'R' then 'replica ' end, tgname), ', '))
  into v_undo
  from pg_trigger where tgrelid = ties and tgname = any (v_silent);
  foreach v_name in array v_silent loop
    execute format('alter table %s disable trigger %I', ties, v_name);
  end loop;
  return v_undo;
end;
$$;
