-- What people may read of what the host chose.
begin;
select plan(6);

select amity.set_setting('connections_enabled', 'false');
select amity.set_setting('max_message_length', null);
select speak_as('ada');
select results_eq(
  $$select * from amity.client_settings where name in ('connections_enabled', 'crossing_requests', 'max_message_length', 'sync_page_bytes') order by name$$,
  $$values ('connections_enabled', 'false'), ('crossing_requests', 'accept'), ('max_message_length', null)$$,
  'the settings that people may read, as they are'
);
select throws_ok('select from amity.settings', '42501', null, 'and not the table');
select be_quiet();
select is_empty($$select name from amity.settings where readable and name like 'sync\_%'$$, 'those of sync are not for people');
select throws_ok(
  'set role service_role; update amity.settings set readable = true', '42501', null, 'nor does a service open them'
);
reset role;
select is((select count(*) from amity.client_settings), (select count(*) from amity.settings where readable), 'all that are marked');
select speak_as_anon();
select throws_ok('select from amity.client_settings', '42501', null, 'anon reads none');

select * from finish();
rollback;
