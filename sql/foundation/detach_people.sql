create or replace function amity.detach_people() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_trigger record;
begin
  perform amity_private.require_service();
  delete from amity_private.attachments;
  -- by what they call: the host may have renamed them
  for v_trigger in
    select tgname as name, tgrelid::regclass as host_table
    from pg_trigger join pg_proc on pg_proc.oid = tgfoid
    where pronamespace = 'amity_private'::regnamespace and proname like 'tg\_host\_\_%'
  loop
    execute format('drop trigger %I on %s', v_trigger.name, v_trigger.host_table);
  end loop;
end;
$$;

comment on function amity.detach_people() is
  'Takes amity''s triggers off the host''s table of users. The people stay. For the owner of the '
  'schema.';
