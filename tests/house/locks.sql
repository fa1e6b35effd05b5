-- Every advisory lock has a class, the seed of its hash, which is of one kind: foundation/locks.sql lists them.
begin;
select plan(3);

create temporary table locks as
select functions.oid::regprocedure::text as function, found.classes[1]::integer as class
from pg_proc as functions
cross join lateral regexp_matches(prosrc, 'advisory_xact_lock(?:_shared)?\([^;]*?, ([0-9]+)\)', 'g') as found (classes)
where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace);

select is_empty($$
  select oid::regprocedure from pg_proc
  where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and prosrc ~ 'advisory_'
    and oid::regprocedure::text not in (select function from locks)
$$, 'an advisory lock is hashed with the number of its class');
select results_eq(
  'select distinct class from locks order by class', '{1,2,3,4,5,6,18}'::integer[],
  'the classes are those that foundation/locks.sql lists'
);
select results_eq($$
  select class, string_agg(distinct function, ', ' order by function) from locks where class <> 3 group by class order by class
$$, $$
  values (1, 'amity_private.lock_pair(uuid,uuid,uuid)'), (2, 'amity_private.lock_people(uuid[])'),
    (4, 'amity_private.leave_in_turn()'), (5, 'amity_private.award_kept_badges(uuid,bigint)'),
    (6, 'amity_private.lock_histories()'), (18, 'amity_private.refuse_second_sync_connection(amity.sync_connections)')
$$, 'and each has one function that takes it, a circle those of circles/lock.sql');

select * from finish();
rollback;
