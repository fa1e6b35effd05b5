-- What a host may choose. Each kind brings its own rows; a value is checked against its type.
create type amity_private.setting_type as enum ('boolean', 'integer', 'interval', 'choice');

create table amity.settings (
  name text not null,
  type amity_private.setting_type not null,
  value text,
  fallback text,
  choices text[],
  description text not null,
  readable boolean not null default false,
  constraint settings_pkey primary key (name),
  -- a switch and a choice always stand somewhere; a cap and a duration may be absent
  constraint settings_value_is_given check (value is not null or type in ('integer', 'interval')),
  constraint settings_choices_belong_to_choice check ((type = 'choice') = (choices is not null))
);

alter table amity.settings enable row level security;

comment on table amity.settings is
  'What the host chose, one row a setting. Change `value`: service_role only. Null means no limit.';
comment on column amity.settings.name is 'The setting.';
comment on column amity.settings.type is 'What its value can be.';
comment on column amity.settings.value is
  'The value in force, as text: a boolean, a whole number from 0, a Postgres interval up to 100 '
  'years, or one of choices.';
comment on column amity.settings.fallback is 'The value it was installed with.';
comment on column amity.settings.choices is 'The values to choose from, for a choice.';
comment on column amity.settings.description is 'What it decides.';
comment on column amity.settings.readable is 'Whether people read it: see amity.client_settings.';
comment on type amity_private.setting_type is 'What the value of a setting can be.';
