{% from 'foundation/table.macro' import keep_all %}
create or replace function amity.guard_table(
  host_table regclass, author_column name, audience text default null,
  audience_column name default null, circle_column name default null,
  label_column name default null
) returns void
language plpgsql volatile  -- invoker: it needs the rights on the host's table that its caller has
set search_path = pg_catalog, pg_temp
as $$
declare
  v_guard amity_private.guards := (
    host_table, author_column, amity_private.audience_meant(audience), audience_column,
    circle_column, label_column, null, null
  );
begin
  perform amity_private.require_service();
  perform amity_private.require_guardable(v_guard);

  -- one at a time; and a table that was dropped meanwhile is guarded no more
  lock table amity_private.guards in share row exclusive mode;
  perform amity_private.tidy_audience();
  delete from amity_private.guards where guards.host_table = $1
  returning had_row_security into v_guard.had_row_security;
  if not found then
    select relrowsecurity into v_guard.had_row_security from pg_class where oid = $1;
  end if;
  perform amity_private.drop_guard(host_table);
  execute amity_private.guard_script(v_guard);
  execute format('alter table %s enable row level security', host_table);
  v_guard.policies := amity_private.standing_policies(host_table);
  insert into amity_private.guards values (v_guard.*);
end;
$$;

comment on function amity.guard_table(regclass, name, text, name, name, name) is
  'Shows the rows of a table of yours only to the audience of each row, whatever other policies '
  'it has: to everyone, connections, followers, or those of the circle or the label that a column '
  'names; or as the audience_column of each row says, where any other word is the author alone. '
  'public is everyone, and friends are connections. Partitions are guarded with their table. '
  'Never across a block, nor to a reader who stepped back from the author; a client that is signed '
  'out sees only what is for everyone, if your own policies show it. Where row security was off, '
  'authors may also write their rows. Calling it again replaces the guard. For the owner of the '
  'schema and of the table. Refuses: guard_unsupported, '
  'not_table_owner, guard_column_unsupported, audience_invalid.';

{{ keep_all('amity_private.guards') }}
