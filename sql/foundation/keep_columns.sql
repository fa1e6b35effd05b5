-- A grant of columns is the first lock only: a host may grant the whole table. What people are not
-- granted is therefore kept by this as well, and by what foundation/tie.macro makes for each kind.
-- Invoker, so that current_user is the role that writes: a service sets the dates of what it
-- imports, and so does what runs as the owner.

-- Refuses to any role but a service (column_is_fixed) a change of a column in its UPDATE OF list, or
-- an insert that meets its WHEN: the argument names the columns then.
create or replace function amity_private.tg_columns__keep() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column text := tg_argv[0];
begin
  if amity_private.is_service() then
    return new;
  elsif tg_op = 'UPDATE' then
    -- of the columns of its `before update of`: a client may well send along what stands
    select columns.attname into v_column
    from pg_trigger as this
    join pg_attribute as columns
      on columns.attrelid = this.tgrelid and columns.attnum = any (this.tgattr)
    where this.tgrelid = tg_relid and this.tgname = tg_name
      and to_jsonb(new) -> columns.attname::text
        is distinct from to_jsonb(old) -> columns.attname::text
    order by columns.attnum
    limit 1;
  end if;
  if v_column is not null then
    perform amity_private.refuse('column_is_fixed', v_column);
  end if;
  return new;
end;
$$;
