-- superuser
-- While I am stepped back from a person, what they did is withheld from me; afterwards it is shown again.
begin;
select plan(18);

select connect('ada', 'ben');
select speak_as('ben');
select amity.follow(person('ada'));
select speak_as('carl');
select amity.follow(person('ada'));
select speak_as('ada');
select amity.read_notifications(array(select id from amity.notifications where kind = 'request_accepted'));
select is(read_of(), '{request_accepted read,followed,followed}', 'Ada was told three things');
select is(amity.my_counters() -> 'unread_notifications', '2', 'and has not read two of them');

select amity.step_back_from(person('ben'));
select is(read_of(), '{followed}', 'after stepping back from Ben, she reads nothing of him');
select is((select actor_id from amity.notifications), person('carl'), 'but of others');
select is(amity.my_counters() -> 'unread_notifications', '1', 'it is not counted');
select is(amity.read_notifications(), 1::bigint, 'nor marked as read with all the others');
select is(amity.read_notifications(array(select id from amity.notifications)), 0::bigint, 'nor by what is shown');
select be_quiet();
create temporary table hidden as select id from amity.notifications where person_id = person('ada') and actor_id = person('ben');
grant select on hidden to public;
select speak_as('ada');
select is(amity.read_notifications(array(select id from hidden)), 0::bigint, 'nor by its id');
select is(amity.delete_notifications(array(select id from hidden)), 0::bigint, 'nor deleted');
select is_empty('update amity.notifications set read_at = null where actor_id = person(''ben'') returning id', 'nor changed');
select is(amity.export_person(amity.me()) -> 'notifications' @> '[{"kind": "request_accepted"}]', false, 'nor exported');
select speak_as('ben');
select is(told(), '{ada request_accepted ben,ada followed ben,ada followed carl}', 'what is withheld is there');

select speak_as('ada');
select amity.return_to(person('ben'));
select is(read_of(), '{request_accepted read,followed,followed read}', 'it is shown again when she returns');
select is(amity.my_counters() -> 'unread_notifications', '1', 'and counted');
select amity.step_back_from(person('ben'), clock_timestamp() + interval '1 hour');
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 hours', until = now() - interval '1 hour';
set local session_replication_role = origin;
select speak_as('ada');
select is(cardinality(read_of()), 3, 'also when it is over by itself');
select speak_as('ben');
select is(read_of(), '{}', 'Ben was told nothing of it');

-- statements that name no row
select speak_as('ada');
select amity.step_back_from(person('ben'));
update amity.notifications set read_at = null;
delete from amity.notifications;
select is(told(), '{ada request_accepted ben,ada followed ben}', 'what is withheld stays where she deletes everything');
select amity.return_to(person('ben'));
select is(read_of(), '{request_accepted read,followed}', 'and as it was');

select * from finish();
rollback;
