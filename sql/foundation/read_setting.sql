-- How the rest reads a setting, one function a type. Not granted: only definer code asks. Each
-- selects into a variable, which costs half of a sub-select in an expression; an act that needs
-- several asks for them in one query instead. Null where there is none; an interval is in hours:
-- see exact_interval().
{% for kind, type, read in [
  ('is_on', 'boolean', 'value::boolean'),
  ('number', 'integer', 'value::integer'),
  ('interval', 'interval', 'amity_private.exact_interval(value::interval)'),
  ('choice', 'text', 'value')
] %}

-- The value as {{ type }}.
create or replace function amity_private.setting_{{ kind }}(name text) returns {{ type }}
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value {{ type }};
begin
  select {{ read }} into v_value from amity.settings where settings.name = setting_{{ kind }}.name;
  return v_value;
end;
$$;
{% endfor %}
