-- ORMs insert null into every column that takes it: that is as not said, for whoever may insert.
begin;
select plan(7);

select is_empty($$
  select attrelid::regclass, role, attname
  from pg_attribute join pg_class on pg_class.oid = attrelid cross join unnest(array['authenticated', 'service_role']) as role
  where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped and not attnotnull
    and has_any_column_privilege(role, attrelid, 'insert') and not has_column_privilege(role, attrelid, attnum, 'insert')
$$, 'whoever may insert into a table may say null in each column that takes it');

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
select tap.connect('ada', 'carl');
select speak_as('ada');
select lives_ok($$insert into amity.connections (recipient_id, message, responded_at) values (person('ben'), null, null)$$, 'a request');
select lives_ok($$
  insert into amity.connection_requests (id, requester_id, recipient_id, status, message, requested_at, actioned_at, expires_at)
  values (null, null, person('dora'), null, null, null, null, null)
$$, 'a request by the view');
select amity.create_circle('club');
select lives_ok($$
  insert into amity.circle_members (circle_id, person_id, invited_at, joined_at) select id, person('carl'), null, null from amity.circles
$$, 'an invitation');
select isnt(invited_at, null, 'which is dated all the same') from amity.circle_members where person_id = person('carl');
select refused(
  format('insert into amity.connection_requests (recipient_id, %I) values (person(''eve''), %L)', name, value), 'column_is_fixed', name || ' is not for clients'
)
from (values ('expires_at', '9999-01-01')) as given (name, value);
select speak_as_service();
select lives_ok($$
  insert into amity.sync_connections (name, direction, site_url, expires_at, approved_at, approved_by, suspended_at, last_transfer_at)
  values ('B', 'sender', 'https://b.example', null, null, null, null, null)
$$, 'a sync connection');

select * from finish();
rollback;
