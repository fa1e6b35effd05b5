-- The three roles that a Supabase-style client speaks as. Made if missing, never altered if
-- present. The current role becomes a member where it may grant that, so that the owner can
-- speak as them; where it may not, `amity up` and `amity doctor` name the statement.
do $$
declare
  v_can_set constant text := case
    when current_setting('server_version_num')::integer < 160000 then 'member' else 'set'
  end;
  v_role text;
begin
  foreach v_role in array array['anon', 'authenticated', 'service_role'] loop
    begin
      if to_regrole(v_role) is null then
        execute format('create role %I nologin', v_role);
      end if;
      if not pg_has_role(current_user, v_role, v_can_set) then
        execute format('grant %I to current_user', v_role);
      end if;
    exception
      -- roles belong to the whole server: another database may be installing at this moment
      when duplicate_object or unique_violation then null;
      -- the role is there, and another role's to grant
      when insufficient_privilege then
        if to_regrole(v_role) is null then
          raise;
        end if;
    end;
  end loop;
end;
$$;
