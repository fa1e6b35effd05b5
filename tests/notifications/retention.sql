-- superuser
-- tidy() deletes what is older than notification_retention, whatever it is about.
begin;
select plan(6);

select ok(amity_private.first_id_at(clock_timestamp() + interval '1 second') > amity.uuid_v7(), 'an id sorts before what comes later');
select ok(amity_private.first_id_at(clock_timestamp() - interval '1 second') < amity.uuid_v7(), 'and after what came before');
select is(amity_private.first_id_at('1900-01-01'), '00000000-0000-0000-0000-000000000000', 'before the first id there is none');

select speak_as('ada');
select amity.follow(person('ben')), amity.follow(person('carl'));
select be_quiet();
set local session_replication_role = replica;
update amity.notifications set id = amity_private.first_id_at(now() - interval '91 days') where person_id = person('ben');
set local session_replication_role = origin;
select is((select tidied from amity.tidy() where kind = 'notifications'), 1::bigint, 'as installed, it is kept for 90 days');
select is(told(), '{carl followed ada}', 'the follow stays');
update amity.settings set value = null where name = 'notification_retention';
set local session_replication_role = replica;
update amity.notifications set id = amity_private.first_id_at('1970-01-02');
set local session_replication_role = origin;
select is((select tidied from amity.tidy() where kind = 'notifications'), 0::bigint, 'null keeps it as long as the follow');

select * from finish();
rollback;
