-- With everything granted, people are told which value is not theirs to choose, whichever way they say it;
-- what is given is given; and a service dates what it brings along.
begin;
select plan(41);

grant all on schema amity, amity_private to authenticated, service_role;
grant all on all tables in schema amity, amity_private to authenticated, service_role;
grant all on all routines in schema amity, amity_private to authenticated;

select tap.connect('ada', 'hal');
select tap.connect('ada', 'eve');
select speak_as_service();
select amity.create_sync_connection('B', 'https://b.example');
select speak_as('ada');
select amity.request_connection(person('ben'), 'hello');
select amity.follow(person('ben'));
select amity.block(person('eve'));
select amity.label_person(person('ben'), note => 'kind');
select amity.create_label_type('climber');
select amity.step_back_from(person('hal'));
select amity.create_circle('club');
select amity.issue_invite();

create temporary table forgeries (forgery text);
insert into forgeries values
  -- consent that was never given
  ($$insert into amity.connections (recipient_id, status) values (person('dora'), 'accepted')$$),
  ($$insert into amity.connections (recipient_id, status, responded_at) values (person('dora'), 'rejected', now())$$),
  ($$insert into amity.connections (recipient_id, responded_at) values (person('dora'), now())$$),
  ($$insert into amity.circle_members (circle_id, person_id, role) select id, person('hal'), 'admin' from amity.circles$$),
  ($$insert into amity.circle_members (circle_id, person_id, status) select id, person('hal'), 'member' from amity.circles$$),
  ($$insert into amity.circle_members (circle_id, person_id, joined_at) select id, person('hal'), now() from amity.circles$$),
  ($$insert into amity.circle_members (circle_id, person_id, role, status, invited_by, invited_at, joined_at)
     select id, person('hal'), 'admin', 'member', null, null, now() from amity.circles$$),
  -- another past, and words put into a letter that was sent
  ($$update amity.connections set requested_at = '2001-01-01'$$),
  ($$update amity.connections set message = 'I never wrote this'$$),
  ($$update amity.connections set status = 'cancelled', message = 'I never wrote this' where status = 'pending'$$),
  ($$update amity.connections set responded_at = '2001-01-01' where status = 'accepted'$$),
  ($$with old as (select id, '2001-01-01'::timestamptz as at from amity.connections)
     update amity.connections set requested_at = at from old where old.id = connections.id$$),
  ($$merge into amity.connections using (values ('2001-01-01'::timestamptz)) as old (at) on true
     when matched then update set requested_at = at$$),
  ($$update amity.blocks set created_at = '2001-01-01'$$),
  ($$update amity.labels set created_at = '2001-01-01'$$),
  ($$update amity.label_types set created_at = '2001-01-01'$$),
  ($$update amity.circles set created_at = '2001-01-01'$$),
  ($$update amity.circle_members set joined_at = '2001-01-01'$$),
  ($$update amity.step_backs set since = '2001-01-01'$$),
  -- an invite that never ends
  ($$update amity.invites set expires_at = null$$),
  ($$update amity.invites set max_uses = null$$),
  ($$update amity.invites set uses = 1, last_used_at = now()$$),
  ($$update amity.invites set kind = 'request'$$);
grant select on forgeries to public;

select refused(forgery, 'column_is_fixed', forgery) from forgeries;

-- what would happen anyway is no forgery
select lives_ok($$
  insert into amity.connections (recipient_id, status, responded_at) values (person('dora'), 'pending', null)
$$, 'pending may be said');
select lives_ok(
  $$update amity.connections set message = message, requested_at = requested_at, status = 'cancelled'
    where recipient_id = person('dora')$$,
  'and what stands may be sent along'
);

-- what is given
create temporary table given as
select gen_random_uuid() as id, '2001-01-01 00:00+00'::timestamptz as at;
grant select on given to public;
select lives_ok(forgery, forgery) from unnest(array[
  $$insert into amity.connections (id, recipient_id, requested_at) select id, person('dora'), at from given$$,
  $$insert into amity.follows (id, followed_id, created_at) select id, person('dora'), at from given$$,
  $$insert into amity.blocks (id, blocked_id, created_at) select id, person('fay'), at from given$$,
  $$insert into amity.dismissed_suggestions (person_id, dismissed_at) select person('gus'), at from given$$
]) as forgery;
select is_empty($$
  select id, requested_at from amity.connections where id = (select id from given) or requested_at = (select at from given)
  union all
  select id, created_at from amity.follows where id = (select id from given) or created_at = (select at from given)
  union all
  select id, created_at from amity.blocks where id = (select id from given) or created_at = (select at from given)
  union all
  select null, dismissed_at from amity.dismissed_suggestions where dismissed_at = (select at from given)
  union all
  select connection_id, occurred_at from amity.connections_history where connection_id = (select id from given) or occurred_at = (select at from given)
  union all
  select follow_id, occurred_at from amity.follows_history where follow_id = (select id from given) or occurred_at = (select at from given)
$$, 'neither the id nor the date is theirs, nor in the history');

-- a view returns what stands
select refused(
  $$update amity.connection_requests set requester_id = person('gus')$$, 'pair_is_fixed', 'nor by way of a view'
);
select set_eq(
  $$with said as (
      update amity.connection_requests set message = 'I never wrote this' where recipient_id = person('ben') returning message
    ) select message from said$$,
  $$values ('hello')$$, 'which returns what stands'
);

-- What a trigger of a row refuses, it refuses before row security does: it may not tell more than that.
select is(outcome('ada', statement), outcome('ada', replace(replace(statement, 'ben', 'absent'), 'b.example', 'x.example')), statement)
from unnest(array[
  $$insert into amity.invites (issuer_id) values (md5('person:ben')::uuid)$$,
  $$insert into amity.sync_connections (name, direction, site_url) values ('x', 'sender', 'https://b.example')$$
]) as statement;

-- row security hides no columns: so it hides the rows
select speak_as('eve');
select is_empty('select cause, actor_id from amity_private.connections_history', 'no cause tells of a block');
select be_quiet();
revoke all on amity_private.connections_history from authenticated;
grant select (connection_id, requester_id, recipient_id, action, occurred_at) on amity_private.connections_history to authenticated;
select speak_as('eve');
select set_eq(
  $$select action::text from amity.connections_history where requester_id = person('ada')$$,
  array['requested', 'accepted', 'removed'], 'with what we granted, the history is there'
);
select speak_as('ada');

-- a service is told by its role
select speak_as_service();
select lives_ok($$
  insert into amity.connections (id, requester_id, recipient_id, status, requested_at, responded_at)
  select id, person('ivy'), person('jan'), 'accepted', at, at from given
$$, 'a service brings along what happened elsewhere');
select results_eq(
  $$select requested_at, responded_at from amity.connections where id = (select id from given)$$,
  $$select at, at from given$$, 'with its date'
);
select lives_ok(
  $$update amity.connections set requested_at = '2000-01-01' where id = (select id from given)$$, 'and mends it'
);

-- and by nothing that a client could make up
select speak_as('ada');
select set_config('amity.service', 'on', true);
select refused(
  $$update amity.connections set requested_at = '2001-01-01'$$, 'column_is_fixed', 'no setting makes a service of a person'
);

select speak_as_service();
select is_empty('select * from amity.verify()', 'after all of it everything holds');

select * from finish();
rollback;
