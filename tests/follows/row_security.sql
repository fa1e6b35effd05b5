-- Who can do what to whose follow. Ada follows Ben; Carl has nothing to do with it.
begin;
select * from no_plan();

select speak_as('ada');
create temporary table hers as select * from amity.follow(tap.person('ben'));
grant select on hers to public;

-- each would return a row, if there were one to see
create temporary table attempts (statement text);
insert into attempts
select replace(statement, 'hers', format('%L', hers.id)) from hers cross join unnest(array[
  'select * from amity.follows',
  'select * from amity.follows where id = hers',
  'select * from amity.follows_history',
  'delete from amity.follows returning *',
  'delete from amity.follows where id = hers returning *',
  'with gone as (delete from amity.follows returning *) select * from gone'
]) as statement;
grant select on attempts to public;

-- and these are refused to everybody: there is nothing in a follow to change
create temporary table never (statement text);
insert into never values
  ('update amity.follows set created_at = now()'), ('update amity.follows set followed_id = amity.me()'),
  ('update amity.follows set follower_id = amity.me()'), ('update amity.follows set id = amity.uuid_v7()'),
  ('select * from amity.follows for update'), ('truncate amity.follows'), ('alter table amity.follows disable row level security'),
  ('drop table amity.follows'), ('select cause from amity_private.follows_history'), ('select * from amity_private.follows_drift');
grant select on never to public;

select speak_as('carl');
select is_empty(statement, 'a third person: ' || statement) from attempts;
-- without a condition and without RETURNING no policy for select protects a row
select lives_ok('delete from amity.follows', 'a third person, in vain: delete');
select throws_ok(statement, '42501', null, 'a third person: ' || statement) from never;
select refused(
  format('insert into amity.follows (follower_id, followed_id) values (%L, %L) on conflict (follower_id, followed_id) do nothing',
    follower_id, followed_id), 'not_yours', 'a third person cannot follow in the name of another'
) from hers;

select speak_as(null::uuid);
select is_empty('select * from amity.follows', 'a signed-out caller sees nothing');
select speak_as_anon();
select throws_ok(statement, '42501', null, 'anon: ' || statement) from attempts;
select be_quiet();
select results_eq('select * from amity.follows', 'select * from hers', 'it is as it was');

create function pg_temp.has_it(who text) returns setof text language plpgsql as $$
begin
  perform speak_as(who);
  return next results_eq('select * from amity.follows', 'select * from hers', who || ' sees it');
  return next results_eq('select follow_id, follower_id, followed_id, action::text from amity.follows_history',
    'select id, follower_id, followed_id, ''followed'' from hers', who || ' sees its history');
  return query select throws_ok(statement, '42501', null, who || ' neither: ' || statement) from never;
  return next results_eq('delete from amity.follows returning id', 'select id from hers', who || ' ends it');
  perform be_quiet();
  return next is_empty('select * from amity.follows', 'and it is gone');
  alter table amity.follows disable trigger user;
  insert into amity.follows select * from hers;
  alter table amity.follows enable trigger user;
  delete from amity_private.follows_history where action <> 'followed';
end
$$;
select * from pg_temp.has_it('ada');
select * from pg_temp.has_it('ben');

select speak_as_service();
select results_eq('select id from amity.follows', 'select id from hers', 'a service sees it');
select throws_ok('update amity.follows set created_at = now()', '42501', null, 'changes nothing in it');
select results_eq('delete from amity.follows returning id', 'select id from hers', 'and ends it');

select * from finish();
rollback;
