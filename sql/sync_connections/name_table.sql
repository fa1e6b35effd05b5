-- The normalized name of a table, by which lists are compared: with its schema (public by default),
-- quoted where needed; null if the text is not a name. If or_schema, also all tables of a schema:
-- sales.*; a quoted star is a name.
create or replace function amity_private.sync_table_name(
  written text, or_schema boolean default false
) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
-- with this on, which a client could do, a name would be quoted and not be the one in the list
set quote_all_identifiers = off
as $$
declare
  v_schema constant text := case
    when or_schema then substring(written from '^(.*)[.][[:space:]]*[*][[:space:]]*$') end;
  v_parts text[];
begin
  if octet_length(written) > 300 then
    return null;
  end if;
  v_parts := parse_ident(coalesce(v_schema, written));
  -- as name, because Postgres cuts what is longer: cut on one side only, it would be another there
  return case
    when v_schema is not null
      then case when cardinality(v_parts) = 1 then format('%I.*', v_parts[1]::name) end
    when cardinality(v_parts) = 1 then format('public.%I', v_parts[1]::name)
    when cardinality(v_parts) = 2 then format('%I.%I', v_parts[1]::name, v_parts[2]::name)
  end;
exception
  when data_exception then
    return null;
end;
$$;

grant execute on function amity_private.sync_table_name(text, boolean) to service_role;

-- Names of tables, normalized, sorted, without duplicates. Refuses: sync_invalid_field.
create or replace function amity_private.sync_table_names(
  written text[], field text, with_schemas boolean default false
) returns text[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_names text[];
begin
  select array_agg(amity_private.sync_table_name(name, with_schemas)) into v_names
  from unnest(written) as name;
  if cardinality(v_names) > 1000 or array_position(v_names, null) is not null then
    perform amity_private.refuse('sync_invalid_field', field,
      'at most 1000 names of tables, such as public.orders'
        || case when with_schemas then ', or all of a schema: sales.*' else '' end);
  end if;
  return array(select distinct name from unnest(v_names) as name order by name);
end;
$$;
