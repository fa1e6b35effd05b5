-- Only the owner of the schema writes the history; only a service sees the cause.
begin;
select plan(35);

select speak_as('ada');
select amity.request_connection(person('ben'));
select be_quiet();

select case when target ~ 'private' or role = 'anon'
  then throws_ok(concat(_speak(role, claims), statement), '42501', null, format('%s: %s', role, statement))
  else refused(concat(_speak(role, claims), statement), 'not_writable', format('%s: %s', role, statement))
end
from unnest('{authenticated,service_role,anon}'::text[]) as role
cross join unnest(array[
  $$insert into %s (connection_id, requester_id, recipient_id, action)
    values (gen_random_uuid(), person('ada'), person('ben'), 'accepted')$$,
  $$update %s set action = 'accepted'$$,
  'delete from %s'
]) as template
cross join unnest(array['amity.connections_history', 'amity_private.connections_history']) as target
cross join lateral format(template, target) as statement
cross join json_build_object('sub', person('ada')) as claims;

select throws_ok(
  concat(_speak(role, null), 'truncate amity_private.connections_history'), '42501', null, role || ': truncate'
)
from unnest('{authenticated,service_role,anon}'::text[]) as role;

-- of the table behind the view, a person reads what the view shows
select speak_as('ada');
select throws_ok(format('select %I from amity_private.connections_history', col), '42501', null, col || ' is hidden')
from unnest('{entry,actor_id,cause}'::text[]) as col;
select results_eq(
  'select requester_id, recipient_id, action::text from amity.connections_history',
  $$values (person('ada'), person('ben'), 'requested')$$, 'the view can be read whole'
);
select be_quiet();
select columns_are(
  'amity', 'connections_history', '{connection_id,requester_id,recipient_id,action,occurred_at}',
  'it has neither actor nor cause'
);

select table_privs_are('amity_private', 'connections_history', 'service_role', '{SELECT}', 'a service may only read it');
select table_privs_are('amity_private', 'connections_history', 'authenticated', '{}', 'a person, not even all of that');

-- a role that was granted too much cannot rewrite what happened
grant all on amity_private.connections_history to authenticated, service_role;
create policy generous on amity_private.connections_history using (true) with check (true);
select refused(
  concat(_speak(role, claims), statement), 'history_is_final', format('%s, granted too much: %s', role, statement)
)
from unnest('{authenticated,service_role}'::text[]) as role
cross join unnest(array[
  $$update amity_private.connections_history set action = 'accepted'$$,
  'delete from amity_private.connections_history',
  'truncate amity_private.connections_history'
]) as statement
cross join json_build_object('sub', person('ada')) as claims;

select be_quiet();
select lives_ok(
  'delete from amity_private.connections_history', 'the owner keeps the house, for the privacy law'
);

select * from finish();
rollback;
