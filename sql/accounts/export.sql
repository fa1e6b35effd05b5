-- Every row of every table and history that the caller sees. They are read under the role of the
-- person, so row security decides what is theirs. A new kind is exported without editing this, and
-- what another person keeps private (a block, a step-back) cannot be included.
create or replace function amity_private.export_visible() returns jsonb
language plpgsql stable  -- invoker: it shows what its caller sees
set search_path = pg_catalog, pg_temp
as $$
declare
  v_export jsonb := jsonb_build_object();
  v_name name;
  v_rows jsonb;
begin
  for v_name in
    select relname from pg_class
    where relnamespace = 'amity'::regnamespace
      -- other views only repeat what the tables say
      and (relkind in ('r', 'p') or (relkind = 'v' and relname like '%\_history'))
      and has_any_column_privilege('authenticated', oid, 'select')
      and amity_private.is_owner(relowner)
    order by relname
  loop
    execute format(
      'select coalesce(jsonb_agg(to_jsonb(visible) order by to_jsonb(visible)), ''[]'') '
      'from amity.%I as visible', v_name
    ) into v_rows;
    v_export := v_export || jsonb_build_object(v_name, v_rows);
  end loop;
  return v_export;
end;
$$;

-- The export of a person, for a service, which speaks for that person while it reads. Refuses:
-- person_not_found, cannot_speak_for.
create or replace function amity_private.export_as(person uuid) returns jsonb
language plpgsql volatile  -- invoker: a definer function could not change the role
set search_path = pg_catalog, pg_temp
as $$
declare
  v_role constant name := current_user;
  v_claims constant text := coalesce(current_setting('request.jwt.claims', true), '');
  v_export jsonb;
begin
  if not exists (select from amity.people where id = person) then
    perform amity_private.refuse('person_not_found');
  end if;
  if amity.me() is distinct from person then
    perform set_config('request.jwt.claims', jsonb_build_object('sub', person)::text, true);
  end if;
  -- a host that has replaced amity.me() may not listen to claims
  if amity.me() is distinct from person then
    perform amity_private.refuse('cannot_speak_for');
  end if;
  set local role authenticated;
  v_export := amity_private.export_visible();
  execute format('set local role %I', v_role);
  perform set_config('request.jwt.claims', v_claims, true);
  return v_export;
end;
$$;

create or replace function amity.export_person(person uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if amity_private.is_service() then
    return amity_private.export_as(person);
  elsif amity.me() is null then
    perform amity_private.refuse('signed_out');
  elsif person is distinct from amity.me() then
    perform amity_private.refuse('not_yours');
  end if;
  return amity_private.export_visible();
end;
$$;

grant execute on function amity_private.export_visible() to authenticated;
grant execute on function amity_private.export_as(uuid) to service_role;
grant execute on function amity.export_person(uuid) to authenticated, service_role;
comment on function amity.export_person(uuid) is
  'Everything that amity holds for a person and shows them: an object with an array of rows for '
  'each table and history. My own, or for a service that of any person. Refuses: signed_out, '
  'not_yours, person_not_found, cannot_speak_for.';
