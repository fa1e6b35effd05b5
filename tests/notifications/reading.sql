-- A person reads, marks and deletes what they were told, one or all, and nothing of others'.
begin;
select plan(23);

create function pg_temp.unread() returns int language sql volatile return (amity.my_counters() ->> 'unread_notifications')::int;
select speak_as(name) || amity.follow(person('ada'))::text from unnest('{ben,carl,dora}'::text[]) as name;
select speak_as('ben');
select amity.follow(person('carl'));
select speak_as('ada');
select is(read_of(), '{followed,followed,followed}', 'she reads her own');
select is(pg_temp.unread(), 3, 'none of them is read');
select is(amity.read_notifications(array(select id from amity.notifications where actor_id = person('ben'))), 1::bigint, 'one is marked by its id');
select is(pg_temp.unread(), 2, 'and counted no more');
create temporary table first_read as select id, read_at from amity.notifications where read_at is not null;
select is(amity.read_notifications(), 2::bigint, 'and then all of the others');
select is(pg_temp.unread(), 0, 'which leaves none');
select is(amity.read_notifications(), 0::bigint, 'again there is nothing to mark');
select is(amity.read_notifications('{}'), 0::bigint, 'an empty list names none');

-- as a table
update amity.notifications set read_at = '2001-01-01';
select results_eq('select id, read_at from first_read', 'select id, read_at from amity.notifications join first_read using (id, read_at)', 'what was read stays read since then');
update amity.notifications set read_at = null where actor_id = person('ben');
select is(pg_temp.unread(), 1, 'one can be marked as unread');
update amity.notifications set read_at = '2001-01-01' where actor_id = person('ben');
select ok((select read_at > now() - interval '1 minute' from amity.notifications where actor_id = person('ben')), 'the moment is the database''s to give');
update amity.notifications set read_at = null where actor_id = person('ben');

select throws_ok('update amity.notifications set actor_id = person(''emil'')', '42501', null, 'who did it is not hers to change');
select throws_ok($$insert into amity.notifications (person_id, kind, subject_id) values (amity.me(), 'followed', amity.me())$$, '42501', null, 'nor does she insert one');
select be_quiet();
grant all on amity.notifications to authenticated;
select speak_as('ada');
select refused('update amity.notifications set kind = ''followed'', created_at = now()', 'column_is_fixed', 'not even where a host granted the whole table');
select refused('update amity.notifications set subject_id = id', 'pair_is_fixed', 'nor what it is about');
select throws_ok($$insert into amity.notifications (person_id, kind, subject_id) values (amity.me(), 'followed', amity.me())$$, '42501', null, 'nor is there a policy to insert by');

-- deleting
select is(amity.delete_notifications(array(select id from amity.notifications where actor_id = person('ben'))), 1::bigint, 'one is deleted by its id');
select is(pg_temp.unread(), 0, 'and counted no more');
select is(amity.delete_notifications(null), 0::bigint, 'null names none');
create temporary table ids as select id from amity.notifications;
grant select on ids to public;
select speak_as('carl');
select is(amity.read_notifications(array(select id from ids)) + amity.delete_notifications(array(select id from ids)), 0::bigint, 'others'' are out of reach');
select is(read_of(), '{followed}', 'and each reads their own');
select be_quiet();
select is(amity.read_notifications() + amity.delete_notifications(array(select id from ids)), 0::bigint, 'who speaks for no person has none');
select speak_as('emil');
select is(read_of(), '{}', 'who was told nothing reads nothing');

select * from finish();
rollback;
