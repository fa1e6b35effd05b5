-- Which column of the host's table is the key. The host may rename it, swap it with another or
-- restore a dump: Postgres itself keeps track, because the trigger on renames depends on it.
-- The key column of an attached table, by the name that it has now; null if it is not followed.
create or replace function amity_private.followed_column(host_table oid) returns name
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select columns.attname
    from pg_trigger as triggers
    join pg_depend as depends
      on depends.classid = 'pg_trigger'::regclass and depends.objid = triggers.oid
      and depends.refclassid = 'pg_class'::regclass and depends.refobjid = triggers.tgrelid
    join pg_attribute as columns
      on columns.attrelid = triggers.tgrelid and columns.attnum = depends.refobjsubid
    where triggers.tgrelid = followed_column.host_table
      and triggers.tgfoid = 'amity_private.tg_host__rename'::regproc
      and depends.refobjsubid > 0
    limit 1
  );
end;
$$;

-- The key column of an attached table. Refuses: key_lost.
create or replace function amity_private.require_followed_column(host_table regclass) returns name
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column constant name := amity_private.followed_column(host_table);
begin
  if v_column is null then
    perform amity_private.refuse('key_lost', host_table::text);
  end if;
  return v_column;
end;
$$;
