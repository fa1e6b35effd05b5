{% from 'foundation/client.macro' import act %}
-- Refuses a value that does not fit the type of its setting: setting_invalid.
create or replace function amity_private.tg_settings__check() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fits boolean;
begin
  begin
    v_fits := case new.type
      when 'boolean' then new.value::boolean is not null
      when 'integer' then coalesce(new.value::integer >= 0, true)
      when 'interval' then
        coalesce(new.value::interval between interval '0' and interval '100 years', true)
      when 'choice' then coalesce(new.value = any (new.choices), false)
    end;
  exception
    -- class 22: the text does not read as that type at all
    when data_exception then v_fits := false;
  end;
  if not v_fits then
    perform amity_private.refuse('setting_invalid', new.name, case new.type
      when 'boolean' then 'true or false'
      when 'integer' then 'a whole number from 0, or null for no limit'
      when 'interval' then 'a duration of at most 100 years, such as ''7 days'', or null for none'
      when 'choice' then 'one of: ' || array_to_string(new.choices, ', ')
    end);
  end if;
  return new;
end;
$$;

create or replace trigger _100_check
before insert or update on amity.settings
for each row execute function amity_private.tg_settings__check();

{% call act(
  'set_setting', 'name text, value text', 'amity.settings', to='service_role',
  or_else="refuse('setting_not_found', left(name, 63))", says='Changes a setting, for services:
    returns its row. Refuses: setting_not_found, setting_invalid.'
) %}
  update amity.settings set value = set_setting.value where settings.name = set_setting.name
{% endcall %}
