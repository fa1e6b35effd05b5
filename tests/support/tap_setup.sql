-- How a pgTAP file speaks as a person. In schema tap, beside pgTAP; only ever in test databases.
--
-- All but person() run as the current speaker, so that what they execute is refused or allowed as it would be for a client.

-- The person of that name: always the same uuid. Definer, so that anybody who speaks may name others.
create function tap.person(name text) returns uuid
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid := md5('person:' || name)::uuid;
begin
  insert into amity.people (id) values (v_id) on conflict do nothing;
  return v_id;
end;
$$;

-- From here to the end of the transaction, or to the next speaker: what PostgREST does for one request.
create function tap._speak(role text, claims json) returns void
language sql volatile
begin atomic
  select set_config('role', _speak.role, true);
  select set_config('request.jwt.claims', coalesce(_speak.claims::text, ''), true);
end;

create function tap.speak_as(person uuid) returns void
language sql volatile
return tap._speak('authenticated', json_build_object('sub', person, 'role', 'authenticated'));

create function tap.speak_as(name text) returns void
language sql volatile
return tap.speak_as(tap.person(name));

create function tap.speak_as_service() returns void
language sql volatile
return tap._speak('service_role', json_build_object('role', 'service_role'));

create function tap.speak_as_anon() returns void
language sql volatile
return tap._speak('anon', json_build_object('role', 'anon'));

-- The superuser again, without claims.
create function tap.be_quiet() returns void
language sql volatile
return tap._speak('none', null);

-- Passes if the statement is refused with that slug, as amity refuses: SQLSTATE PT and a status.
create function tap.refused(statement text, slug text, description text) returns text
language plpgsql volatile
as $$
declare
  v_state text;
  v_slug text;
  v_message text;
begin
  begin
    execute statement;
  exception
    when others then
      get stacked diagnostics
        v_state = returned_sqlstate, v_slug = pg_exception_detail, v_message = message_text;
  end;
  if v_state like 'PT%' and v_slug = slug then
    return tap.ok(true, description);
  end if;
  return tap.ok(false, description) || E'\n' || tap.diag(
    '      wanted: ' || slug || E'\n         got: '
    || coalesce(v_state || ' ' || nullif(v_slug, '') || ': ' || v_message,
      v_state || ': ' || v_message, 'no error')
  );
end;
$$;

grant usage on schema tap to public;
grant execute on all functions in schema tap to public;

-- What comes of a statement of a speaker (a name, or one of the words below): how many rows, or the slug or
-- SQLSTATE of what went wrong. Nothing stays of it. For tables of role, command and whose row.
create function tap.outcome(speaker text, statement text) returns text
language plpgsql volatile
as $$
declare
  v_rows bigint;
  v_state text;
  v_slug text;
begin
  case speaker
    when 'owner' then null;
    when 'service' then perform tap.speak_as_service();
    when 'anon' then perform tap.speak_as_anon();
    when 'signed out' then perform tap._speak('authenticated', '{"role": "authenticated"}');
    when 'not joined' then perform tap.speak_as('00000000-0000-4000-8000-000000000000'::uuid);
    else perform tap.speak_as(speaker);
  end case;
  execute statement;
  get diagnostics v_rows = row_count;
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return v_rows::text;
  when others then
    get stacked diagnostics v_state = returned_sqlstate, v_slug = pg_exception_detail;
    return coalesce(nullif(v_slug, ''), v_state);
end
$$;
