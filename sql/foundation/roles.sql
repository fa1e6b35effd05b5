-- The three roles that a Supabase-style client speaks as. Made if missing, never altered if
-- present.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['anon', 'authenticated', 'service_role'] loop
    if to_regrole(v_role) is null then
      begin
        execute format('create role %I nologin', v_role);
        -- so that whoever installs without being a superuser can speak as them
        execute format('grant %I to current_user', v_role);
      exception
        -- roles belong to the whole server: another database may be installing at this moment
        when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
end;
$$;
