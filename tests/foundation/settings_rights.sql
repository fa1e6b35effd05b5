-- What the host chose is for services to read and change, and its value is all they change.
begin;
select plan(12);

select speak_as_service();
select isnt_empty('select * from amity.settings', 'a service reads settings');
with changed as (update amity.settings set value = 'false' where name = 'follows_enabled' returning *)
select is(array_agg(value), array['false'], 'and changes a value') from changed;
select results_eq(
  $$select name, value from amity.set_setting('follows_enabled', 'true')$$, $$values ('follows_enabled', 'true')$$,
  'by a function as well, which returns the row'
);
select throws_ok(statement, '42501', null, 'not more: ' || statement)
from unnest(array[
  'update amity.settings set type = ''choice''', 'update amity.settings set name = ''x''',
  'delete from amity.settings', 'insert into amity.settings (name) values (''x'')'
]) as statement;

select speak_as('ada');
select throws_ok(statement, '42501', null, 'a person: ' || statement)
from unnest(array[
  'select * from amity.settings', 'update amity.settings set value = ''false''',
  'select amity.set_setting(''follows_enabled'', ''false'')', 'select amity_private.setting_is_on(''follows_enabled'')'
]) as statement;

select speak_as_anon();
select throws_ok('select * from amity.settings', '42501', null, 'anon reads none');

select * from finish();
rollback;
