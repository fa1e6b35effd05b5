-- connection_requests: every request from me and to me, open or ended, as an approval system lists them.
begin;
select plan(15);

update amity.settings set value = 'true' where name = 'reveal_rejections';
update amity.settings set value = '7 days' where name = 'request_ttl';

-- of ada's requests ben's waits, carl's was accepted, dora's rejected, eve's cancelled; fay's has expired, and
-- so had that of gus when it was deleted
select person('ada');
select speak_as('ada');
insert into amity.connections (recipient_id, message)
select person(name), 'Hello' from unnest('{ben,carl,dora,eve}'::text[]) as name;
select amity.cancel_connection_request(person('eve'));
select speak_as('carl');
select amity.accept_connection(person('ada'));
select speak_as('dora');
select amity.reject_connection(person('ada'));
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, requested_at, message)
select person('ada'), person(name), '2020-01-01 00:00Z', 'Hello' from unnest('{fay,gus}'::text[]) as name;
delete from amity.connections where recipient_id = person('gus');
create temp table expected as
  select person(name) as recipient_id, status, message, ended, expires
  from (values
    ('ben', 'pending', 'Hello', false, true),
    ('carl', 'approved', null, true, false),
    ('dora', 'denied', null, true, false),
    ('eve', 'cancelled', null, true, false),
    ('fay', 'expired', 'Hello', false, true),
    ('gus', 'expired', null, true, false)
  ) as requests (name, status, message, ended, expires);
create temp view listed with (security_invoker = true) as
  select recipient_id, status::text, message, actioned_at is not null as ended, expires_at is not null as expires
  from amity.connection_requests;
grant select on expected, listed to authenticated;

select speak_as('ada');
select bag_eq(
  'select * from listed',
  'select * from expected', 'the requester sees them all, each once'
);
select is_empty(
  $$select from amity.connection_requests
    where requester_id <> person('ada') or expires_at <> requested_at + interval '7 days'$$,
  'as who asked; an open one with its end'
);
select bag_eq(
  concat(speak_as(name), 'select * from listed'),
  'select * from expected where recipient_id = amity.me()', name || ' sees theirs'
)
from unnest('{ben,carl,dora,eve,fay,gus}'::text[]) as name;
select is_empty(concat(speak_as('hal'), 'select from amity.connection_requests'), 'no other person sees any');

-- an approved request stays approved when the connection ends; asked anew, there are two
select speak_as('carl');
select amity.remove_connection(person('ada'));
select amity.request_connection(person('ada'));
select bag_eq(
  'select requester_id, recipient_id, status::text from amity.connection_requests',
  $$values (person('ada'), person('carl'), 'approved'), (person('carl'), person('ada'), 'pending')$$,
  'a new request is another row'
);
select is_empty(
  $$select from amity.connection_requests
    where status = 'approved' and (requested_at is null or actioned_at < requested_at)$$,
  'ended after it was asked'
);

-- a connection that a service made was approved at that moment, also once it has ended
select speak_as_service();
insert into amity.connections (requester_id, recipient_id, status, requested_at, responded_at)
values (person('hal'), person('ivy'), 'accepted', '2021-01-01 00:00Z', '2021-01-02 00:00Z');
prepare approved as
  select status::text, requested_at, actioned_at from amity.connection_requests
  union all
  select status::text, requested_at, actioned_at from amity.list_requests();
create temp table made as
  select 'approved' as status, timestamptz '2021-01-02 00:00Z' as requested_at,
    timestamptz '2021-01-02 00:00Z' as actioned_at
  from generate_series(1, 2);
grant select on made to authenticated;
select speak_as('hal');
select results_eq('approved', 'select * from made', 'a connection of a service has its row, in the page too');
select speak_as('ivy');
select results_eq('approved', 'select * from made', 'for its recipient as well');
select amity.remove_connection(person('hal'));
select results_eq('approved', 'select * from made', 'after it has ended');

-- the dates are those of the history
select be_quiet();
select bag_eq(
  $$select id, requested_at from amity.connection_requests$$,
  $$select connection_id, min(occurred_at) from amity_private.connections_history group by connection_id$$,
  'one row for each connection that there ever was'
);

select * from finish();
rollback;
