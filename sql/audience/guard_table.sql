create or replace function amity.guard_table(
  host_table regclass, author_column name, audience text default null,
  audience_column name default null, circle_column name default null,
  label_column name default null
) returns void
language plpgsql volatile  -- invoker: it needs the rights on the host's table that its caller has
set search_path = pg_catalog, pg_temp
as $$
declare
  v_audience text;
  v_author text;
  v_word text;
  v_circle text;
  v_label text;
  v_had_row_security boolean;
begin
  perform amity_private.require_guardable(host_table);
  v_author := amity_private.guard_column(host_table, coalesce(author_column, ''), 'uuid');
  v_word := amity_private.guard_column(host_table, audience_column, 'text');
  v_circle := amity_private.guard_column(host_table, circle_column, 'uuid');
  v_label := amity_private.guard_column(host_table, label_column, 'uuid');
  v_audience := amity_private.fixed_audience(audience, v_word, v_circle, v_label);

  -- one at a time; and a table that was dropped meanwhile is guarded no more
  lock table amity_private.guards in share row exclusive mode;
  perform amity_private.tidy_audience();
  v_had_row_security := coalesce(
    (select had_row_security from amity_private.guards where guards.host_table = $1),
    (select relrowsecurity from pg_class where oid = $1)
  );
  perform amity_private.write_guard(
    host_table, v_author,
    amity_private.audience_condition(v_audience, v_author, v_word, v_circle, v_label),
    amity_private.signed_out_condition(v_audience, v_word),
    v_had_row_security
  );
  insert into amity_private.guards
  values (host_table, v_had_row_security, amity_private.guard_policies(host_table))
  on conflict on constraint guards_pkey do update set policies = excluded.policies;
end;
$$;

revoke execute on function amity.guard_table(regclass, name, text, name, name, name) from public;
comment on function amity.guard_table(regclass, name, text, name, name, name) is
  'Shows the rows of a table of yours to whom their author means them for, whatever other policies '
  'it has: to everyone, connections, followers, or those of the circle or the label that a column '
  'names; or as the audience_column of each row says (also public, friends, circles; any other '
  'word is the author alone). Never across a block, nor from whom the reader stepped back; whoever is '
  'signed out sees nothing, unless your own policies show them what is for everyone. Where row '
  'security was off, authors may also write their rows. Again replaces it. For the owner of the '
  'schema and of the table. Refuses: guard_unsupported, not_table_owner, '
  'guard_column_unsupported, audience_invalid.';
