-- For check constraints, so that a value out of range is refused with a slug and not as an internal
-- error.
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

-- check constraints run as whoever writes the row
grant execute on function amity_private.check_sync_field(boolean, text, text) to service_role;
comment on function amity_private.check_sync_field(boolean, text, text) is
  'True unless fits is false, which it refuses with the name of the field and what it takes: '
  'sync_invalid_field.';
