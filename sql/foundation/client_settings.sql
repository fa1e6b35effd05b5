{% from 'foundation/table.macro' import refuse_writes %}
-- A client shows what is switched on, and how much may be written. Each kind says which of its
-- settings people may read.
create or replace function amity_private.client_settings()
returns table (name text, value text)
language plpgsql stable security definer  -- people do not read the table
set search_path = pg_catalog, pg_temp
as $$
begin
  return query select settings.name, settings.value from amity.settings where readable;
end;
$$;

grant execute on function amity_private.client_settings() to authenticated, service_role;

create or replace view amity.client_settings with (security_invoker = true) as
select name, value from amity_private.client_settings();

grant select on amity.client_settings to authenticated, service_role;
{{ refuse_writes('amity.client_settings', 'A service changes them by amity.set_setting()') }}
comment on view amity.client_settings is
  'What the host chose, as far as people may know it: one row a setting.';
comment on column amity.client_settings.name is 'The setting.';
comment on column amity.client_settings.value is 'Its value as text; null is no limit.';
