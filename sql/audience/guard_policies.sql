-- A guard is a few policies on one table of the host, and nothing else. What it says holds whatever
-- other policies there are: it is restrictive, so that a policy of the host's own, such as the
-- usual `for select using (true)`, shows nothing to a person who is blocked or not in the audience.

-- The policies that a guard writes, each with its condition as text.
create or replace function amity_private.guard_policies(guard amity_private.guards)
returns table (name name, clauses text, shown text, meaning text)
language sql stable
begin atomic
  select 'amity_audience', 'restrictive for select to authenticated',
    amity_private.audience_condition(guard),
    'People see what is theirs, and what its author meant for them. See amity.guard_table().'
  union all
  -- not `true`, and about the same columns: where the one above cannot be, restored without amity
  -- or dropped along with a column, this is missing as well
  select 'amity_signed_in', 'permissive for select to authenticated',
    format('(select amity.me()) is not null and num_nonnulls(%s) > 0', concat_ws(', ',
      quote_ident(guard.author_column), quote_ident(guard.audience_column),
      quote_ident(guard.circle_column), quote_ident(guard.label_column))),
    'Opens the table to people, as far as amity_audience lets them.'
  union all
  -- shows them nothing itself; what policies of the host show has to be for everyone
  select 'amity_signed_out', 'restrictive for select to anon',
    coalesce(
      quote_ident(guard.audience_column) || '::text = any '
        || (select format('(%L)', words) from amity_private.audience_words()
          where audience = 'everyone'),
      (guard.audience = 'everyone')::text
    ),
    'Whatever the host shows who is signed out: only what is for everyone.'
  union all
  -- where row security was on, the host has said who writes, and goes on saying it
  select 'amity_service',
    format('permissive for %s to service_role',
      case when guard.had_row_security then 'select' else 'all' end),
    'true', 'A service looks after everything.'
  union all
  -- each for a command of its own: reading is opened above, and one policy opens it faster than two
  select 'amity_author_' || command, format('permissive for %s to authenticated', command),
    quote_ident(guard.author_column) || ' = (select amity.me())',
    'People write what is theirs, as far as the host grants it.'
  from unnest(array['insert', 'update', 'delete']) as command
  where not guard.had_row_security;
end;

-- The statements that create them.
create or replace function amity_private.guard_script(guard amity_private.guards) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(format(
    'create policy %1$I on %2$s as %3$s %6$s (%4$s); comment on policy %1$I on %2$s is %5$L',
    name, guard.host_table, clauses, shown, meaning,
    case when clauses ~ ' for insert ' then 'with check' else 'using' end
  ), '; ')
  from amity_private.guard_policies(guard)
);

-- Drops the policies of a guard.
create or replace function amity_private.drop_guard(host_table regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set client_min_messages = warning  -- that a policy was not there yet is no news
as $$
declare
  v_policy name;
begin
  foreach v_policy in array array[
    'amity_audience', 'amity_signed_in', 'amity_signed_out', 'amity_service',
    'amity_author_insert', 'amity_author_update', 'amity_author_delete'
  ] loop
    execute format('drop policy if exists %I on %s', v_policy, host_table);
  end loop;
end;
$$;

-- The policies of a guard on a table as Postgres prints them, to find changes later.
create or replace function amity_private.standing_policies(host_table regclass) returns text[]
language sql stable
-- how Postgres tells an expression depends on these
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
begin atomic
  select array_agg(
    concat_ws(' | ', polname, polcmd, polpermissive, polroles::regrole[],
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    order by polname
  )
  from pg_policy
  where polrelid = host_table and starts_with(polname, 'amity_');
end;
