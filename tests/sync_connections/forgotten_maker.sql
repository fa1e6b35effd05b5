-- Who made a connection is said when it is made, and not rewritten, whether or not they are still here.
begin;
select plan(8);

select speak_as_service();
select amity.create_sync_connection('B', 'https://b.example', actor => person('ada')),
  amity.create_sync_connection('C', 'https://c.example', actor => person('ben')), amity.create_sync_connection('D', 'https://d.example');
select be_quiet();
delete from amity.people where id = (select person('ada'));

select refused(format('update amity.sync_connections set %s where name = ''B''', what), 'sync_field_fixed', what)
from unnest(array[
  $$direction = 'receiver'$$, $$direction = 'receiver', created_by = null$$, 'id = gen_random_uuid(), created_by = null', 'created_at = now()'
]) as what;
select refused('update amity.sync_connections set created_by = null where name = ''C''', 'sync_field_fixed', 'nor is one forgotten who is there');
select refused(
  format('update amity.sync_connections set created_by = %L where name = ''D''', person('ben')), 'sync_field_fixed', 'nor is one made up'
);
select refused(
  'update amity.sync_connections set created_by = null where name = ''B''', 'sync_field_fixed', 'nor is one who is gone struck out by hand'
);
select is(
  (select (direction, created_by)::text from amity.sync_connections where name = 'B'),
  format('(sender,%s)', md5('person:ada')::uuid), 'who made it stays named until they are forgotten'
);

select * from finish();
rollback;
