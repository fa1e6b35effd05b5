-- Fifty thousand locks of pairs would not fit into the server, so an import holds all ties at once:
-- whoever changes one waits until the batch is committed, and what they committed before is seen.
-- Nobody's deletion ends meanwhile either, because it takes ties along. Reading goes on.
--
-- Should somebody hold what the import wants, and want what it holds, the import must be the one
-- that gives up: it waits (lock_timeout) much less than deadlock_timeout, after which Postgres
-- would choose one of the two. Autovacuum is called off only after that time: so an import first
-- waits for each table with nothing in its hands.
create or replace function amity_private.await_ties() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '2s'
as $$
declare
  v_ties regclass;
begin
  foreach v_ties in array '{amity.blocks,amity.connections,amity.follows}'::regclass[] loop
    begin
      execute format('lock table %s in share row exclusive mode', v_ties);
      raise exception using errcode = 'UNDO0';  -- and lets go of it
    exception
      when sqlstate 'UNDO0' then null;
    end;
  end loop;
end;
$$;

create or replace function amity_private.hold_ties() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.require_read_committed();
  perform amity_private.await_ties();
  lock table amity.blocks, amity.connections, amity.follows in share row exclusive mode;
end;
$$;

create or replace function amity_private.begin_import(lines integer) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if lines > 100000 then
    perform amity_private.refuse('import_too_large', '100000');
  elsif amity.me() is not null then
    perform amity_private.refuse('not_yours');
  end if;
  perform amity_private.hold_ties();
end;
$$;

-- The triggers of a row would be asked fifty thousand times what the import decides at once. They
-- are off for this transaction alone: it holds the table until it commits, and turns them on before.
-- They are found by what they are, ours and of a row, so that one that is renamed or new cannot run
-- fifty thousand times unseen. A kind that has to hear of every row numbers its trigger from 800 to
-- 899: those fire. Triggers of the host fire as well.
--
-- So it is with foreign keys, which cost a third of the time: where the owner may (a superuser),
-- the check of each row is off. Whoever is deleted meanwhile takes their ties along: that waits for
-- the tables that the import holds, and then finds what it wrote.
--
-- Returns the statement that turns them on again.
create or replace function amity_private.silence_triggers(
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

comment on function amity_private.await_ties() is
  'Waits until nobody is changing ties, one table after the other.';
comment on function amity_private.hold_ties() is
  'Keeps everybody else from changing ties until the transaction ends. '
  'Refuses: isolation_unsupported.';
comment on function amity_private.begin_import(integer) is
  'Begins to import so many lines. Refuses: import_too_large, not_yours, isolation_unsupported.';
