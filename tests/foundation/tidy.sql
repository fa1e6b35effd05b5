-- tidy(): forgets what has ended and is older than the host keeps it. Whole ties, and only such as have ended.
begin;
select * from no_plan();

create temporary table histories as
select 'amity_private.' || relname as name from pg_class
where relnamespace = 'amity_private'::regnamespace and relname in ('blocks_history', 'connections_history', 'follows_history');
grant select on histories to public;
create function pg_temp.entries() returns bigint[] language plpgsql security definer as $$
declare
  v_name text;
  v_count bigint;
  v_counts bigint[] = '{}';
begin
  for v_name in select name from histories order by name loop
    execute 'select count(*) from ' || v_name into v_count;
    v_counts := v_counts || v_count;
  end loop;
  return v_counts;
end
$$;

-- one that stands and one that has ended, of each kind
select speak_as('ada');
select amity.block(tap.person('x')), amity.block(tap.person('y'));
select amity.unblock(tap.person('y'));
select amity.follow(tap.person('ben')), amity.follow(tap.person('carl'));
select amity.unfollow(tap.person('carl'));
select amity.request_connection(tap.person('ben')), amity.request_connection(tap.person('carl'));
select amity.cancel_connection_request(tap.person('carl'));
select is(pg_temp.entries(), '{3,3,3}', 'three entries each');

-- a look at a history in this transaction
create function pg_temp.looks(kind text) returns bigint language sql security definer as $$
  select coalesce(sum(case kind when 'whole' then seq_scan else seq_scan + idx_scan end), 0)
  from pg_stat_xact_user_tables where schemaname = 'amity_private' and relname ~ '_history$'
    and relname !~ 'sync'
$$;
create temporary table looked as select pg_temp.looks('any') as any, pg_temp.looks('whole') as whole;

select speak_as_service();
select is(sum(tidied), 0::numeric, 'a history is kept for ever') from amity.tidy() where kind in ('blocks', 'connections', 'follows');
select be_quiet();
select is(pg_temp.looks('any'), looked.any, 'and then it is not even looked at') from looked;
select speak_as_service();
select amity.set_setting('history_retention', '30 days');
select is(sum(tidied), 0::numeric, 'unless it is too old') from amity.tidy()
where kind in ('blocks', 'connections', 'follows');
select is(pg_temp.entries(), '{3,3,3}', 'nothing has gone');

select be_quiet();
update amity_private.blocks_history set occurred_at = occurred_at - interval '31 days';
update amity_private.follows_history set occurred_at = occurred_at - interval '31 days';
update amity_private.connections_history set occurred_at = occurred_at - interval '31 days';
update looked set whole = pg_temp.looks('whole');
select speak_as_service();
select results_eq(
  $$select kind, tidied from amity.tidy() where kind in ('blocks', 'connections', 'follows') order by kind$$,
  $$values ('blocks', 2::bigint), ('connections', 2), ('follows', 2)$$,
  'what has ended is forgotten, beginning and end'
);
select be_quiet();
select is(pg_temp.looks('whole'), whole, 'no history was read from end to end for it') from looked;
select is(pg_temp.entries(), '{1,1,1}', 'what stands is not forgotten');
select speak_as_service();
select is(sum(tidied), 0::numeric, 'again is once') from amity.tidy()
where kind in ('blocks', 'connections', 'follows');
select is_empty('select * from amity.verify()', 'and what is left replays');

select speak_as('ada');
select throws_ok('select * from amity.tidy()', '42501', null, 'people do not tidy');

select * from finish();
rollback;
