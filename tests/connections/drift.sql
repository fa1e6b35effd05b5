-- superuser
-- After a long life of a small town the history replays to the present, and it would show if it did not.
begin;
select plan(12);

-- 1500 acts of twelve people, refused or not: made up at random, and the same in each run.
select setseed(0.5);
update amity.settings set value = '3' where name = 'max_connections';
create function pg_temp.name(random double precision) returns text
language sql
return chr(97 + floor(random * 12)::integer);

create function pg_temp.is_done(act text, who text, other text) returns boolean
language plpgsql
as $$
begin
  if act = 'time' then
    update amity.settings set value = case when value is null then '0' end where name = 'request_ttl';
  elsif act = 'death' then
    delete from amity.people where id = md5('person:' || who)::uuid and random() < 0.3;
  else
    perform speak_as(who);
    perform set_config('amity.acts_counted', '', true);  -- each act is a transaction of its own in life
    execute format(act, person(other));
  end if;
  perform be_quiet();
  return true;
exception
  when others then
    if sqlstate not like 'PT%' then
      raise;
    end if;
    return false;
end
$$;
select cmp_ok(
  count(*) filter (where pg_temp.is_done(act, pg_temp.name(random()), pg_temp.name(random()))), '>', 300::bigint,
  'a busy town'
)
from (
  select (array[
    'insert into amity.connections (recipient_id) values (%L)',
    'insert into amity.connections (recipient_id) values (%L)',
    'select amity.request_connection(%L)',
    'select amity.accept_connection(%L)',
    'select amity.accept_connection(%L)',
    'update amity.connections set status = ''accepted'' where requester_id = %L',
    'update amity.connections set status = ''rejected'' where requester_id = %L',
    'select amity.cancel_connection_request(%L)',
    'select amity.remove_connection(%L)',
    'delete from amity.connections where %L in (requester_id, recipient_id)',
    'select amity.block(%L)',
    'select amity.unblock(%L)',
    'time',
    'death'
  ])[1 + floor(random() * 14)] as act
  from generate_series(1, 1500)
) as acts;

select set_eq(
  'select action, cause::text from amity_private.connections_history',
  $$values
    ('requested'::amity.connection_action, 'user'), ('accepted', 'user'), ('accepted', 'crossing'),
    ('rejected', 'user'), ('rejected', 'block'), ('rejected', 'account_deleted'),
    ('cancelled', 'user'), ('cancelled', 'block'),
    ('cancelled', 'account_deleted'), ('removed', 'user'), ('removed', 'block'), ('removed', 'account_deleted'),
    ('expired', 'expiry')$$,
  'all that can happen has happened'
);
select cmp_ok((select count(*) from amity.connections), '>', 0::bigint, 'something stands');

select is_empty('select * from amity_private.connections_drift', 'the history replays to what stands');
select is_empty(
  $$select connection_id from amity_private.connections_history group by 1
    having array_to_string(array_agg(action order by entry), ' ') !~
      '^requested( (rejected|cancelled|expired|accepted( removed)?))?$'$$,
  'each connection has lived a life that a connection can'
);
select is_empty(
  $$select from amity.connections join amity.blocks
      on least(blocker_id, blocked_id) = least(requester_id, recipient_id)
      and greatest(blocker_id, blocked_id) = greatest(requester_id, recipient_id)$$,
  'no connection stands across a block'
);
select is_empty(
  $$select person from amity.connections cross join unnest(array[requester_id, recipient_id]) as person
    where status = 'accepted' group by 1 having count(*) > 3$$,
  'no person is over the cap'
);

-- what drift is
create function pg_temp.drifts(how text, wanted integer, description text) returns text
language plpgsql
as $$
declare
  v_rows integer;
begin
  set local session_replication_role = replica;
  execute how;
  select count(*) into v_rows from amity_private.connections_drift;
  raise exception using errcode = 'UNDO0';
exception
  when sqlstate 'UNDO0' then return is(v_rows, wanted, description);
end
$$;
select pg_temp.drifts('select', 0, 'doing nothing is no drift');
select pg_temp.drifts(
  'delete from amity.connections', (select count(*)::int from amity.connections),
  'rows that left without a word'
);
select pg_temp.drifts(
  'delete from amity_private.connections_history', (select count(*)::int from amity.connections),
  'rows of which the history knows nothing'
);
select pg_temp.drifts(
  $$update amity.connections set status = 'accepted', responded_at = now() where status = 'pending'$$,
  (select count(*)::int from amity.connections where status = 'pending'),
  'rows that were accepted without a word'
);
select pg_temp.drifts(
  'update amity.connections set requester_id = recipient_id, recipient_id = requester_id',
  (select count(*)::int from amity.connections), 'rows that were turned round'
);

select * from finish();
rollback;
