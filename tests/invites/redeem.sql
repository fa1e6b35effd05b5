-- Redeeming: two people, connected at once, or one who asks.
begin;
select plan(24);

select speak_as('ada');
create temporary table invites as
select 'connect' as name, issued.* from amity.issue_invite(max_uses => null) as issued
union all
select 'request', issued.* from amity.issue_invite(max_uses => null, kind => 'request') as issued
union all
select 'qr', issued.* from amity.issue_invite('qr') as issued;
grant select on invites to public;

select speak_as('ben');
create temporary table got as select tie.* from invites cross join lateral amity.redeem_invite(token) as tie where name = 'connect';
grant select on got to public;
select is(
  (requester_id, recipient_id, status::text, message), (person('ben'), person('ada'), 'accepted'::text, null::text),
  'connect: the redeemer is connected, as if they had asked'
)
from got;
select ok(responded_at >= requested_at and requested_at > now(), 'from now on') from got;
select results_eq('select * from amity.connections', 'select * from got', 'what is returned is what stands');
select is((amity.connection_status(person('ada'))).status, 'accepted', 'to both: one');
select results_eq(
  'select action::text, occurred_at from amity.connections_history', $$select 'accepted', responded_at from got$$,
  'the history has one entry'
);
select is_empty('select from amity.invites', 'the redeemer does not see the invite');
select speak_as('ada');
select is((amity.connection_status(person('ben'))).status, 'accepted', 'to both: the other');
select is((uses, last_used_at is not null), (1, true), 'the issuer sees that it was used')
from invites join amity.invites as kept using (id) where name = 'connect';
select is((uses, last_used_at), (0, null::timestamptz), 'and no other')
from invites join amity.invites as kept using (id) where name <> 'connect';
select be_quiet();
select results_eq(
  $$select actor_id, cause::text from amity_private.connections_history$$,
  $$values (person('ben'), 'invite')$$, 'which says that an invite was the cause'
);

-- a link is for many
select speak_as('carl');
select is((amity.redeem_invite(token)).status, 'accepted', 'the next one') from invites where name = 'connect';
select speak_as('ada');
select is(uses, 2, 'is counted') from invites join amity.invites as kept using (id) where name = 'connect';

-- request
select speak_as('dora');
select is(
  (tie.requester_id, tie.recipient_id, tie.status::text), (person('dora'), person('ada'), 'pending'::text),
  'request: asks'
)
from invites cross join lateral amity.redeem_invite(token) as tie where name = 'request';
select be_quiet();
select results_eq(
  $$select action::text, actor_id, cause::text from amity_private.connections_history where requester_id = person('dora')$$,
  $$values ('requested', person('dora'), 'invite')$$, 'in the history as well'
);
select speak_as('ada');
select is((amity.accept_connection(person('dora'))).status, 'accepted', 'which the issuer answers like any');

-- where no request needs an answer, none waits for one
select be_quiet();
update amity.settings set value = 'false' where name = 'connections_need_approval';
select speak_as('eve');
select is((amity.redeem_invite(token)).status, 'accepted', 'the instant flow: request connects')
from invites where name = 'request';
select be_quiet();
select results_eq(
  $$select action::text, cause::text from amity_private.connections_history where requester_id = person('eve')$$,
  $$values ('accepted', 'invite')$$, 'and is one entry'
);

-- a code
select speak_as('fay');
select is((amity.redeem_invite(token)).status, 'accepted', 'a code') from invites where name = 'qr';
select speak_as('gus');
select refused(format('select amity.redeem_invite(%L)', token), 'invite_used_up', 'is redeemed once') from invites where name = 'qr';
select speak_as('ada');
select is(count(*), 5::bigint, 'all of them are connections') from amity.my_connections;

select be_quiet();
select is_empty('select * from amity.verify()', 'nothing is broken');
delete from amity.invites;
select is((select count(*) from amity.connections), 5::bigint, 'a tie outlives the invite');
select is_empty('select from amity_private.invite_tokens', 'the hash does not');

select * from finish();
rollback;
