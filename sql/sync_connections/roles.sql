-- amity_sync reads what is sent: what the database's owner offered, and nothing else.
-- amity_receiver is the role of another site: it may call a few functions, and its token decides
-- the rest.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['amity_sync', 'amity_receiver'] loop
    if to_regrole(v_role) is null then
      begin
        execute format('create role %I nologin', v_role);
      exception
        -- roles belong to the whole server: another database may be installing at this moment
        when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
end;
$$;

grant usage on schema amity to amity_receiver;
-- usage only lets names be looked up
grant usage on schema amity_private to amity_sync;
