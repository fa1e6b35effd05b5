create or replace function amity.unguard_table(host_table regclass) returns boolean
language plpgsql volatile  -- invoker, as guard_table
set search_path = pg_catalog, pg_temp
as $$
declare
  v_guard amity_private.guards;
begin
  perform amity_private.require_service();
  delete from amity_private.guards where guards.host_table = $1 returning * into v_guard;
  if not found then
    return false;
  elsif exists (select from pg_class where oid = $1) then
    perform amity_private.require_owned(host_table);
    perform amity_private.drop_guard(host_table);
    -- policies that the host wrote since count on it
    if not v_guard.had_row_security and not exists (select from pg_policy where polrelid = $1) then
      execute format('alter table %s disable row level security', host_table);
    end if;
  end if;
  return true;
end;
$$;

comment on function amity.unguard_table(regclass) is
  'Takes the guard off a table: its policies, and row security if it was off before and no policy '
  'of your own stands there now. Returns whether there was one. For the owner of the schema and of '
  'the table. Refuses: not_table_owner.';
