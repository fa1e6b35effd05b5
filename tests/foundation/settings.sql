-- Settings: whatever a value is set by, it fits its type.
begin;
select * from no_plan();

insert into amity.settings (name, type, value, choices, description) values
  ('a_boolean', 'boolean', 'true', null, 'for this test'), ('an_integer', 'integer', '1', null, 'for this test'),
  ('an_interval', 'interval', '1 day', null, 'for this test'), ('a_choice', 'choice', 'red', '{red,blue}', 'for this test');

create temporary table cases (setting text, value text, fits boolean);
insert into cases values
  ('a_boolean', 'false', true), ('a_boolean', 'on', true),
  ('a_boolean', null, false), ('a_boolean', '', false), ('a_boolean', 'maybe', false), ('a_boolean', '2', false),
  ('an_integer', '0', true), ('an_integer', '2147483647', true), ('an_integer', null, true),
  ('an_integer', '-1', false), ('an_integer', '2147483648', false), ('an_integer', '1.5', false),
  ('an_integer', '', false), ('an_integer', 'many', false), ('an_integer', 'null', false),
  ('an_interval', '0', true), ('an_interval', '30 days', true), ('an_interval', '15 minutes', true), ('an_interval', null, true),
  ('an_interval', '-1 second', false), ('an_interval', 'soon', false), ('an_interval', '', false),
  -- no moment lies that far from now
  ('an_interval', '300000 years', false), ('an_interval', '100000000 years', false),
  ('a_choice', 'blue', true),
  ('a_choice', 'BLUE', false), ('a_choice', '', false), ('a_choice', null, false), ('a_choice', 'red,blue', false);
grant select on cases to service_role;

select speak_as_service();
select results_eq(
  format('select (amity.set_setting(%L, %L)).value', setting, value), format('values (%L::text)', value),
  format('%s = %s', setting, coalesce(value, 'null'))
) from cases where fits;
select refused(
  format('select amity.set_setting(%L, %L)', setting, value), 'setting_invalid',
  format('%s is not %s', setting, coalesce(quote_literal(value), 'null'))
) from cases where not fits;
select refused(
  format('update amity.settings set value = %L where name = %L', value, setting), 'setting_invalid',
  format('nor by an update: %s = %s', setting, coalesce(quote_literal(value), 'null'))
) from cases where not fits;
select refused($$select amity.set_setting('no_such_thing', 'true')$$, 'setting_not_found', 'a name that is not there');
select refused($$select amity.set_setting(null, 'true')$$, 'setting_not_found', 'no name at all');

-- whichever setting it is: each kind brings its own
select be_quiet();
select is_empty(
  $$select name from amity.settings where description !~ '^[A-Z].*\.$' and description <> 'for this test'$$,
  'and says what it is for'
);
select throws_ok(
  $$insert into amity.settings (name, type, value, choices, description) values ('x', 'boolean', 'true', '{true}', 'x')$$,
  '23514', null, 'choices belong to a choice'
);
select refused(
  $$insert into amity.settings (name, type, value, description) values ('x', 'integer', 'x', 'x')$$, 'setting_invalid',
  'a setting that does not fit cannot be inserted either'
);

select * from finish();
rollback;
