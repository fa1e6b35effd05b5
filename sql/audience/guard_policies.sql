-- A guard is a few policies on one table of the host, and nothing else. What it says holds whatever
-- other policies there are: it is restrictive, so that a policy of the host's own, such as the
-- usual `for select using (true)`, shows nothing to somebody who is blocked or not meant.

-- `clauses` and `shown` are code, put together in these files from nothing but quoted names.
create or replace function amity_private.policy_text(
  host_table regclass, name name, clauses text, shown text
) returns text
language sql stable
-- the name of a table is told with its schema
set search_path = pg_catalog, pg_temp
return format('create policy %I on %s as %s using (%s)', name, host_table, clauses, shown);

create or replace function amity_private.put_policy(
  host_table regclass, name name, clauses text, shown text, meaning text
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute amity_private.policy_text(host_table, name, clauses, shown);
  execute format('comment on policy %I on %s is %L', name, host_table, meaning);
end;
$$;

create or replace function amity_private.drop_guard(host_table regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy name;
begin
  foreach v_policy in array array[
    'amity_signed_in', 'amity_audience', 'amity_signed_out', 'amity_service', 'amity_author'
  ] loop
    execute format('drop policy if exists %I on %s', v_policy, host_table);
  end loop;
end;
$$;

create or replace function amity_private.write_guard(
  host_table regclass, author text, shown text, shown_signed_out text, had_row_security boolean
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform amity_private.drop_guard(host_table);
  perform amity_private.put_policy(host_table, 'amity_audience',
    'restrictive for select to authenticated', shown,
    'People see what is theirs, and what its author meant for them. See amity.guard_table().');
  -- not `true`: restored somewhere without amity, this is missing as the one above is
  perform amity_private.put_policy(host_table, 'amity_signed_in',
    'permissive for select to authenticated', '(select amity.me()) is not null',
    'Opens the table to people, as far as amity_audience lets them.');
  perform amity_private.put_policy(host_table, 'amity_signed_out',
    'restrictive for select to anon', shown_signed_out,
    'Whatever the host shows who is signed out: only what is for everyone.');
  if had_row_security then
    -- who writes, the host has said, and goes on saying
    perform amity_private.put_policy(host_table, 'amity_service',
      'permissive for select to service_role', 'true', 'A service sees everything.');
  else
    perform amity_private.put_policy(host_table, 'amity_service',
      'permissive for all to service_role', 'true', 'A service looks after everything.');
    perform amity_private.put_policy(host_table, 'amity_author',
      'permissive for all to authenticated', author || ' = (select amity.me())',
      'People write what is theirs, as far as the host grants it.');
  end if;
  execute format('alter table %s enable row level security', host_table);
end;
$$;

-- What stands, as Postgres tells it, to find later what was changed.
create or replace function amity_private.guard_policies(host_table regclass) returns text[]
language sql stable
-- how Postgres tells an expression depends on it
set search_path = pg_catalog, pg_temp
begin atomic
  select array_agg(
    concat_ws(' | ', polname, polcmd, polpermissive, polroles::regrole[],
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    order by polname
  )
  from pg_policy
  where polrelid = host_table and starts_with(polname, 'amity_');
end;

revoke execute on function amity_private.policy_text(regclass, name, text, text) from public;
revoke execute on function amity_private.put_policy(regclass, name, text, text, text) from public;
revoke execute on function amity_private.drop_guard(regclass) from public;
revoke execute on function amity_private.write_guard(regclass, text, text, text, boolean)
  from public;
revoke execute on function amity_private.guard_policies(regclass) from public;
comment on function amity_private.policy_text(regclass, name, text, text) is
  'The statement that creates a policy.';
comment on function amity_private.put_policy(regclass, name, text, text, text) is
  'Writes one policy, with its comment.';
comment on function amity_private.drop_guard(regclass) is 'Drops the policies of a guard.';
comment on function amity_private.write_guard(regclass, text, text, text, boolean) is
  'Writes the policies of a guard anew, and turns row security on.';
comment on function amity_private.guard_policies(regclass) is
  'The policies of a guard that stand on a table, as text.';
