-- However many there are, a call returns at most a thousand.
begin;
select plan(4);

select isnt(tap.person('ada'), tap.person('hub'), 'a person connected with all others');
insert into amity.connections (requester_id, recipient_id, status) values (tap.person('ada'), tap.person('hub'), 'accepted');
insert into amity.connections (requester_id, recipient_id, status)
select tap.person('hub'), tap.person('friend ' || number), 'accepted' from generate_series(1, 1001) as number;

select speak_as('ada');
select is(count(*), 1000::bigint, 'a thousand at most') from amity.connection_suggestions(2000);
select is(count(*), 10::bigint, 'ten unless asked for more') from amity.connection_suggestions();
select is(count(*), 10::bigint, 'null is as good as nothing said') from amity.connection_suggestions(null);

select * from finish();
rollback;
