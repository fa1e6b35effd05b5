-- What two people are already, and what an invite makes of it.
begin;
select plan(29);

select speak_as('ada');
create temporary table invites as
select 'connect' as name, issued.* from amity.issue_invite(max_uses => null) as issued
union all
select 'request', issued.* from amity.issue_invite(max_uses => null, kind => 'request') as issued;
grant select on invites to public;
create function pg_temp.redeem(wanted text) returns amity.connections language sql as
$$ select amity.redeem_invite(token) from invites where name = wanted $$;
create function pg_temp.last_cause(who text) returns text language sql as $$
  select string_agg(action || ' ' || cause, ', ' order by entry) from amity_private.connections_history
  where person(who) in (requester_id, recipient_id)
$$;

-- I had asked the issuer
select speak_as('ben');
create temporary table asked as select * from amity.request_connection(person('ada'), 'hello');
grant select on asked to public;
select refused($$select pg_temp.redeem('request')$$, 'pending_request', 'asking twice');
select is(
  (got.id, got.requester_id, got.requested_at, got.message, got.status::text),
  (asked.id, person('ben'), asked.requested_at, 'hello'::text, 'accepted'::text), 'connect: my request is accepted, with its id'
)
from asked cross join pg_temp.redeem('connect') as got;
select ok(responded_at > requested_at, 'now') from amity.connections;
select be_quiet();
select is(pg_temp.last_cause('ben'), 'requested user, accepted invite', 'because of the invite');

-- the issuer had asked me
select speak_as('ada');
select amity.request_connection(person('carl'), 'hello carl');
select speak_as('carl');
select is(
  (requester_id, message, status::text), (person('ada'), 'hello carl'::text, 'accepted'::text),
  'connect: theirs is accepted'
)
from pg_temp.redeem('connect');
select is((requester_id, status::text), (person('ada'), 'accepted'::text), 'and stands') from amity.connections;
select ok(responded_at is not null, 'answered') from amity.connections;
select be_quiet();
select is(pg_temp.last_cause('carl'), 'requested user, accepted invite', 'because of the invite');
select is(actor_id, person('carl'), 'the redeemer is the actor') from amity_private.connections_history
where action = 'accepted' and recipient_id = person('carl');

select speak_as('ada');
select amity.request_connection(person('dora'));
select speak_as('dora');
select is((requester_id, status::text), (person('ada'), 'accepted'::text), 'request: two that cross')
from pg_temp.redeem('request');
select be_quiet();
select is(pg_temp.last_cause('dora'), 'requested user, accepted crossing', 'are that');

select speak_as('ada');
select amity.request_connection(person('eve'));
select be_quiet();
update amity.settings set value = 'refuse' where name = 'crossing_requests';
select speak_as('eve');
select refused($$select pg_temp.redeem('request')$$, 'request_received', 'where crossing is refused, so is a request');
select is((pg_temp.redeem('connect')).status, 'accepted', 'and a connection is not');

-- we are connected
select refused(format('select pg_temp.redeem(%L)', name), 'already_connected', 'already: ' || name) from invites;
select speak_as('carl');
select refused(format('select pg_temp.redeem(%L)', name), 'already_connected', 'asked by the issuer: ' || name) from invites;
select speak_as('ada');
select is(uses, wanted, name || ': what was refused has not used it')
from invites join amity.invites as kept using (id) join (values ('connect', 3), ('request', 1)) as cases (name, wanted) using (name);
select refused(format('select pg_temp.redeem(%L)', name), 'self_connection', 'one''s own: ' || name) from invites;

-- a second click on what is used up by the first is told that there is nothing to do
select speak_as('ada');
create temporary table once as select issued.* from amity.issue_invite(max_uses => 1) as issued;
grant select on once to public;
select speak_as('fay');
select lives_ok('select amity.redeem_invite(token) from once', 'a click');
select refused('select amity.redeem_invite(token) from once', 'already_connected', 'a second click');
select speak_as('gus');
select refused('select amity.redeem_invite(token) from once', 'invite_used_up', 'another person finds it used up');
select speak_as('ada');
select refused('select amity.redeem_invite(token) from once', 'self_connection', 'the issuer cannot redeem it');

-- a request that is over is none
select be_quiet();
update amity.settings set value = '1 day' where name = 'request_ttl';
select speak_as('hal');
select amity.request_connection(person('ada'));
select be_quiet();
alter table amity.connections disable trigger user;
update amity.connections set requested_at = now() - interval '2 days' where requester_id = person('hal');
alter table amity.connections enable trigger user;
select speak_as('hal');
select is((pg_temp.redeem('request')).status, 'pending', 'mine that had expired: asked anew');
select be_quiet();
select is(pg_temp.last_cause('hal'), 'requested user, expired expiry, requested invite', 'in its order');
select is_empty('select * from amity.verify()', 'nothing is broken');
select is((select count(*) from amity.connections where status = 'accepted'), 5::bigint, 'five are connected');

select * from finish();
rollback;
