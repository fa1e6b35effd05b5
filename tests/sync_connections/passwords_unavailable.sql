-- Without pgcrypto there are no passwords, and one that was set before opens nothing.
begin;
select plan(7);

create temporary table site as select * from amity.create_sync_connection('B', 'https://b.example', 'sender', 'auto_approve');
grant select on site to public;
select amity.approve_sync_connection(id) from site;
select speak_as_service();
select refused(format('select amity.set_sync_password(%L, %L)', id, 'secret'), 'sync_passwords_unavailable', 'none can be set') from site;
select lives_ok(format('select amity.set_sync_password(%L, %L)', id, password), 'one can be taken away: ' || coalesce(password, 'null'))
from site cross join unnest(array['', null]) as password;
select is((amity.sync_tables(token, password)).allowed, true, 'and any password will do: ' || coalesce(password, 'null'))
from site cross join unnest(array['whatever', null]) as password;
select is(password_set_at, null, 'there is none') from amity.sync_connections;
select be_quiet();
update amity_private.sync_credentials set password_hash = '$2a$10$abcdefghijklmnopqrstuuZ9sC5eWlqTnXiYlYz5i3q0pTtq3rS3y';
select is((amity.sync_tables(token, 'secret')).slug, 'sync_invalid_password', 'a password that cannot be compared is refused') from site;

select * from finish();
rollback;
