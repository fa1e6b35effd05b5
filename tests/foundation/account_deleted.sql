-- superuser
-- A user who is deleted from the host's table leaves no tie behind, and every history keeps what they did.
begin;
select * from no_plan();

create table public.users (id uuid primary key);
insert into public.users select tap.person(name)
from unnest(array['ada', 'asked', 'asks', 'friend', 'follower', 'followed', 'blocked', 'blocks', 'x', 'y']) as name;
select amity.attach_people('public.users');

select speak_as('ada');
select amity.request_connection(tap.person('asked')), amity.request_connection(tap.person('friend')), amity.follow(tap.person('followed')),
  amity.block(tap.person('blocked')), amity.dismiss_suggestion(tap.person('followed'));
select speak_as('asks');
select amity.request_connection(tap.person('ada')), amity.dismiss_suggestion(tap.person('ada'));
select speak_as('friend');
select amity.accept_connection(tap.person('ada'));
select speak_as('follower');
select amity.follow(tap.person('ada'));
select speak_as('blocks');
select amity.block(tap.person('ada')), amity.block('a0000000-0000-4000-8000-000000000000');
select speak_as('x');
select amity.request_connection(tap.person('y')), amity.follow(tap.person('y'));

select be_quiet();
create temporary table kinds as
select relname as history, 'amity.' || regexp_replace(relname, '_history$', '') as live from pg_class
where relnamespace = 'amity_private'::regnamespace and relkind in ('r', 'p') and relname ~ '_history$';

-- How many rows of a relation name a person, as text: whatever its columns are called.
create function pg_temp.naming(relation text, person uuid, condition text default 'true') returns bigint language plpgsql as $$
declare
  v_count bigint;
begin
  execute format('select count(*) from %s as row where to_jsonb(row)::text like %L and %s', relation, '%' || person || '%', condition)
    into v_count;
  return v_count;
end
$$;
create temporary table before as
select *, pg_temp.naming(live, tap.person('ada')) as ties, pg_temp.naming('amity_private.' || history, tap.person('ada')) as entries from kinds;
-- other kinds tell of her in tests of their own
select cmp_ok(ties, '>=', 2::bigint, 'she has her part in ' || live) from before
where live in ('amity.blocks', 'amity.connections', 'amity.follows');

create role account_keeper;
grant select, delete on public.users to account_keeper;
set local role account_keeper;
delete from public.users where id = md5('person:ada')::uuid;
select be_quiet();

select is_empty(format('select * from amity.people where id = %L', md5('person:ada')::uuid), 'she is no person any more');
-- a block on her stays: the id could come back
select is(pg_temp.naming('amity.' || relname, md5('person:ada')::uuid), (relname = 'blocks')::int::bigint, 'no tie in ' || relname || ' names her')
from pg_class where relnamespace = 'amity'::regnamespace and relkind in ('r', 'p');
select is(
  pg_temp.naming('amity_private.' || history, md5('person:ada')::uuid, 'row.cause <> ''account_deleted'''), entries,
  history || ' keeps every entry'
) from before;
select is(
  pg_temp.naming('amity_private.' || history, md5('person:ada')::uuid, 'row.cause = ''account_deleted'''),
  ties - (live = 'amity.blocks')::int,
  'and says why each tie ended: ' || history
) from before;
select is_empty('select * from amity_private.' || relname, relname || ' is empty') from pg_class
where relnamespace = 'amity_private'::regnamespace and relname ~ '_drift$';

-- the others
select speak_as('x');
select results_eq('select recipient_id from amity.connections', 'select tap.person(''y'')', 'what others have stands');
select results_eq('select followed_id from amity.follows', 'select tap.person(''y'')', 'all of it');
select speak_as('friend');
select results_eq(
  'select action::text from amity.connections_history order by occurred_at', $$values ('requested'), ('accepted'), ('removed')$$,
  'who was connected with her still reads what was'
);
select speak_as('blocks');
select set_eq(
  'select blocked_id from amity.blocks',
  $$values ('a0000000-0000-4000-8000-000000000000'::uuid), (md5('person:ada')::uuid)$$,
  'a block stays, of an id that was never there and of hers'
);

-- an account that ends by the hand of its owner
select be_quiet();
grant delete, select on public.users to authenticated;
select speak_as('x');
delete from public.users where id = amity.me();
select be_quiet();
select is(count(*), 2::bigint, 'who deletes their own account is the actor, and the cause is the same') from (
  select from amity_private.connections_history where actor_id = md5('person:x')::uuid and cause = 'account_deleted'
  union all
  select from amity_private.follows_history where actor_id = md5('person:x')::uuid and cause = 'account_deleted'
) as entries;

select * from finish();
rollback;
