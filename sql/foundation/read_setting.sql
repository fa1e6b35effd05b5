-- How the rest reads a setting, one function a type. Not granted: only definer code asks. Each
-- selects into a variable, which costs half of a sub-select in an expression.

-- A boolean.
create or replace function amity_private.setting_is_on(name text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value boolean;
begin
  select settings.value::boolean into v_value
  from amity.settings where settings.name = setting_is_on.name;
  return v_value;
end;
$$;

-- An integer; null is no limit.
create or replace function amity_private.setting_number(name text) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value integer;
begin
  select settings.value::integer into v_value
  from amity.settings where settings.name = setting_number.name;
  return v_value;
end;
$$;

-- An interval, in hours: see exact_interval(); null is none.
create or replace function amity_private.setting_interval(name text) returns interval
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value interval;
begin
  select amity_private.exact_interval(settings.value::interval) into v_value
  from amity.settings where settings.name = setting_interval.name;
  return v_value;
end;
$$;

-- A choice.
create or replace function amity_private.setting_choice(name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value text;
begin
  select settings.value into v_value
  from amity.settings where settings.name = setting_choice.name;
  return v_value;
end;
$$;
