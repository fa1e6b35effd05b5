-- Who can do what to the block of another person. Ada blocked Ben; Ben can do no more than a stranger.
begin;
select * from no_plan();

select speak_as('ada');
create temporary table hers as select * from amity.block(tap.person('ben'), 'rude');
grant select on hers to public;

-- each would return a row, if there were one to see
create temporary table attempts (statement text);
insert into attempts
select replace(statement, 'hers', format('%L', hers.id)) from hers cross join unnest(array[
  'select * from amity.blocks',
  'select * from amity.blocks where id = hers',
  'select * from amity.blocks for update',
  'select * from amity.blocks_history',
  'select 1 where (select count(*) from amity.blocks) > 0',
  'update amity.blocks set reason = ''x'' returning *',
  'update amity.blocks set hide_from_search = false, prevent_profile_view = false where id = hers returning *',
  'delete from amity.blocks returning *',
  'delete from amity.blocks where id = hers returning *',
  'delete from amity.blocks using amity.people where people.id in (blocker_id, blocked_id) returning *',
  'with gone as (delete from amity.blocks returning *) select * from gone'
]) as statement;
grant select on attempts to public;

-- and these are refused to everybody, whatever there is
create temporary table never (statement text);
insert into never values
  ('truncate amity.blocks'), ('update amity.blocks set blocked_id = blocker_id'),
  ('update amity.blocks set blocker_id = amity.me()'), ('alter table amity.blocks disable row level security'),
  ('alter table amity.blocks disable trigger all'), ('drop table amity.blocks'), ('select cause from amity_private.blocks_history'),
  ('select * from amity_private.blocks_drift'), ('delete from amity.people');
grant select on never to public;

-- Without a condition and without RETURNING no policy for select protects a row: only that of the command does.
create temporary table blind (statement text);
insert into blind values ('update amity.blocks set reason = ''x'', hide_from_search = false'), ('delete from amity.blocks');
grant select on blind to public;

create function pg_temp.can_do_nothing(who text) returns setof text language plpgsql as $$
begin
  perform speak_as(who);
  return query select is_empty(statement, who || ': ' || statement) from attempts;
  return query select lives_ok(statement, who || ', in vain: ' || statement) from blind;
  return query select throws_ok(statement, '42501', null, who || ': ' || statement) from never;
  return query select refused(
    format('insert into amity.blocks (blocker_id, blocked_id) values (%L, amity.uuid_v7())', blocker_id), 'not_yours',
    who || ' does not block in her name'
  ) from hers;
  return next refused('select amity.unblock(' || quote_literal(tap.person('ada')) || ')', 'not_blocked', who || ' takes nothing back');
  perform be_quiet();
  return next results_eq('select * from amity.blocks', 'select * from hers', who || ' left it as it was');
end
$$;
select * from pg_temp.can_do_nothing('ben');
select * from pg_temp.can_do_nothing('carl');

-- a row that one of them tries to put in its place
select speak_as('ben');
select refused(format($$
  insert into amity.blocks (blocker_id, blocked_id) values (%L, %L) on conflict (blocker_id, blocked_id) do update set reason = 'x'
$$, blocker_id, blocked_id), 'not_yours', 'no insert becomes an update of hers') from hers;
select lives_ok(format($$
  merge into amity.blocks using (select %L::uuid as id) as hers on blocks.id = hers.id
  when matched then delete
$$, id), 'a merge finds nothing') from hers;

select speak_as(null::uuid);
select is_empty('select * from amity.blocks', 'a signed-out caller sees nothing');

select speak_as_anon();
select throws_ok(statement, '42501', null, 'anon: ' || statement) from attempts;

select be_quiet();
select results_eq('select * from amity.blocks', 'select * from hers', 'it is still as it was');

-- the one it belongs to
select speak_as('ada');
select results_eq('select * from amity.blocks', 'select * from hers', 'ada sees it');
select results_eq(
  'select block_id, blocker_id, blocked_id, action::text from amity.blocks_history',
  'select id, blocker_id, blocked_id, ''blocked'' from hers', 'and its history'
);
select results_eq('update amity.blocks set reason = ''x'' returning id', 'select id from hers', 'changes it');
select throws_ok(statement, '42501', null, 'ada neither: ' || statement) from never;
select results_eq('delete from amity.blocks returning id', 'select id from hers', 'and takes it back');

-- a service
select be_quiet();
insert into amity.blocks select * from hers;
select speak_as_service();
select results_eq('select id from amity.blocks', 'select id from hers', 'a service sees it');
select results_eq('update amity.blocks set reason = ''x'' returning id', 'select id from hers', 'changes it');
select results_eq('delete from amity.blocks returning id', 'select id from hers', 'takes it back');

select * from finish();
rollback;
