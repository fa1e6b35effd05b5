-- How the rest reads a setting, one function a type. Not granted: only definer code asks.
create or replace function amity_private.setting_is_on(name text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select settings.value::boolean
    from amity.settings where settings.name = setting_is_on.name
  );
end;
$$;

create or replace function amity_private.setting_number(name text) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select settings.value::integer
    from amity.settings where settings.name = setting_number.name
  );
end;
$$;

create or replace function amity_private.setting_interval(name text) returns interval
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select amity_private.exact_interval(settings.value::interval)
    from amity.settings where settings.name = setting_interval.name
  );
end;
$$;

create or replace function amity_private.setting_choice(name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select settings.value from amity.settings where settings.name = setting_choice.name);
end;
$$;

comment on function amity_private.setting_is_on(text) is 'The value of a boolean setting.';
comment on function amity_private.setting_number(text) is
  'The value of an integer setting; null is no limit.';
comment on function amity_private.setting_interval(text) is
  'The value of an interval setting, in hours: see exact_interval(); null is none.';
comment on function amity_private.setting_choice(text) is 'The value of a choice setting.';
