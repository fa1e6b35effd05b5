-- Every way in which anything changes writes one entry: what, who, why, in order.
begin;
select plan(22);

-- The entries of what the first asked the second, as 'action by actor (cause)'.
create function pg_temp.story(requester text, recipient text) returns text
language sql
as $$
  select string_agg(
    format('%s by %s (%s)', action, coalesce(people.name, actor_id::text, 'no person'), cause), ', ' order by entry
  )
  from amity_private.connections_history
  left join unnest('{ada,ben,carl,dora,eve,fay,gus,hal,ian,joe,kim,leo,mia,ned}'::text[]) as people (name)
    on tap.person(people.name) = actor_id
  where requester_id = tap.person(requester) and recipient_id = tap.person(recipient)
$$;

select person('ada');
select speak_as('ada');
insert into amity.connections (recipient_id)
select person(name) from unnest('{ben,carl,dora,eve,fay,gus,hal,ian,joe,kim,leo,mia,ned}'::text[]) as name;

select amity.cancel_connection_request(person('ben'));
delete from amity.connections where recipient_id = person('carl');
select amity.block(person('dora'));
select speak_as('eve');
update amity.connections set status = 'rejected';
select speak_as('fay');
delete from amity.connections;
select speak_as('gus');
select amity.block(person('ada'));
select speak_as('hal');
select amity.accept_connection(person('ada'));
select amity.remove_connection(person('ada'));
select speak_as('ian');
select amity.request_connection(person('ada'));
select speak_as('ada');
delete from amity.connections where recipient_id = person('ian');
select speak_as('joe');
select amity.accept_connection(person('ada'));
select amity.block(person('ada'));
select speak_as_service();
update amity.connections set status = 'accepted' where recipient_id = person('kim');
delete from amity.connections where recipient_id in (person('kim'), person('leo'));
select speak_as('mia');
select amity.accept_connection(person('ada'));
select be_quiet();
create temp table ended as select * from amity.connections;
delete from amity.people where id = any (array(select person(name) from unnest('{mia,ned}'::text[]) as name));

select is(pg_temp.story('ada', recipient), 'requested by ada (user), ' || story, format('%s: %s', recipient, story))
from (values
  ('ben', 'cancelled by ada (user)'),
  ('carl', 'cancelled by ada (user)'),
  ('dora', 'cancelled by ada (block)'),
  ('eve', 'rejected by eve (user)'),
  ('fay', 'rejected by fay (user)'),
  ('gus', 'rejected by gus (block)'),
  ('hal', 'accepted by hal (user), removed by hal (user)'),
  ('ian', 'accepted by ian (crossing), removed by ada (user)'),
  ('joe', 'accepted by joe (user), removed by joe (block)'),
  ('kim', 'accepted by no person (service), removed by no person (service)'),
  ('leo', 'cancelled by no person (service)'),
  ('mia', 'accepted by mia (user), removed by no person (account_deleted)'),
  ('ned', 'rejected by no person (account_deleted)')
) as cases (recipient, story);
select is(pg_temp.story(name, 'ada'), null, name || ' never asked: the direction is the original one')
from unnest('{hal,ian,joe}'::text[]) as name;
select is(
  (select count(distinct connection_id)::int from amity_private.connections_history), 13,
  'each is one connection from the request to the end'
);
select is_empty(
  $$select from amity_private.connections_history as entries join ended on id = connection_id
    where occurred_at is distinct from
      case action when 'requested' then requested_at when 'accepted' then responded_at else occurred_at end$$,
  'an entry has the date of its row'
);
select is_empty(
  $$select from (select occurred_at < lag(occurred_at) over (partition by connection_id order by entry) as early
    from amity_private.connections_history) as entries where early$$,
  'in the order in which it happened'
);
select is_empty('select * from amity_private.connections_drift', 'it replays to what stands: nothing');

-- the two people it concerns
select speak_as('hal');
select results_eq(
  'select requester_id, recipient_id, action::text from amity.connections_history order by occurred_at',
  $$values
    (person('ada'), person('hal'), 'requested'),
    (person('ada'), person('hal'), 'accepted'),
    (person('ada'), person('hal'), 'removed')$$,
  'each of the two sees theirs'
);
select speak_as('ada');
select is(
  (select count(*) from amity.connections_history), 27::bigint,
  'also whose account has ended, but no rejections'
);

select * from finish();
rollback;
