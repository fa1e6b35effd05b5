create or replace function amity.detach_people() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_attached amity_private.attachments;
begin
  perform amity_private.require_service();
  for v_attached in
    delete from amity_private.attachments returning *
  loop
    -- a table that was dropped has taken its triggers along
    if exists (select from pg_class where oid = v_attached.host_table) then
      execute format('drop trigger if exists amity_900_arrive on %s', v_attached.host_table);
      execute format('drop trigger if exists amity_900_leave on %s', v_attached.host_table);
      execute format('drop trigger if exists amity_900_truncate on %s', v_attached.host_table);
      execute format('drop trigger if exists amity_900_rename on %s', v_attached.host_table);
    end if;
  end loop;
end;
$$;

revoke execute on function amity.detach_people() from public;
comment on function amity.detach_people() is
  'Takes amity''s triggers off the host''s table of users. The people stay. For the owner of the '
  'schema.';
