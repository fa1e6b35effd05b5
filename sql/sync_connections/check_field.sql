-- For check constraints: refuses a value out of range with the name of the field and what it takes,
-- instead of an internal error. Refuses: sync_invalid_field.
create or replace function amity_private.check_sync_field(fits boolean, field text, takes text)
returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if not fits then
    return amity_private.refuse('sync_invalid_field', field, takes);
  end if;
  return true;
end;
$$;

-- What is added to counters: none is null, and no sum of them ever leaves a bigint. Returns true, or
-- refuses: sync_invalid_field.
create or replace function amity_private.check_sync_counts(field text, variadic counts bigint[])
returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return amity_private.check_sync_field(
    array_position(counts, null) is null and 0 <= all (counts) and 1000000000000000 >= all (counts),
    field, 'numbers from 0 to 1000000000000000');
end;
$$;

-- check constraints run as the role that writes the row
grant execute on function amity_private.check_sync_field(boolean, text, text) to service_role;
