-- For check constraints: refuses a limit with the name of the field and what it takes. Refuses:
-- rate_limit_invalid.
create or replace function amity_private.check_rate(fits boolean, field text, takes text)
returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(fits, true) or amity_private.refuse('rate_limit_invalid', field, takes);
end;
$$;

-- check constraints run as the role that writes the row
grant execute on function amity_private.check_rate(boolean, text, text) to service_role;
