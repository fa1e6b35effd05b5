-- superuser
-- What shows people a guarded row that is not for them is found, and nothing else: each view is read, to see.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben}'::text[]) as name;
create table public.posts (id int primary key, author_id uuid);
insert into public.posts values (1, person('ada'));
grant select on public.posts to authenticated, anon;
create table public.open (id int primary key);
insert into public.open values (1);
create schema hidden;
create role curator;
grant usage, create on schema public to curator;
grant select on public.posts to curator;

-- first what reads the table; then what reads that
create view public.plain as select * from public.posts;
create view public.said_so with (security_invoker = false, security_barrier, check_option = local) as select id from public.posts;
create view public.counted as select (select count(*) from public.posts) as posts from public.open;
create view public.of_a_column as select id, author_id from public.posts;
create view public.of_anon as select id from public.posts;
create view public.of_public as select id from public.posts;
create view public."My ""Posts""" as select id from public.posts;
create view public.of_a_curator as select id from public.posts;
alter view public.of_a_curator owner to curator;
create view public.proper with (security_invoker) as select * from public.posts;
create view public.proper_too with (security_invoker = on) as select id from public.posts;
create view public.of_nobody as select id from public.posts;
create view public.of_a_service as select id from public.posts;
create view hidden.away as select id from public.posts;
create view public.of_others as select id from public.open;
create view public.into_posts_of_others as select id from public.open;
create rule write as on insert to public.into_posts_of_others do instead insert into public.posts values (new.id);
create view hidden.proper with (security_invoker) as select id from public.posts;

create view public.outer_plain as select id from public.of_nobody;
create view public.outermost as select id from public.outer_plain;
create view public.over_proper as select id from public.proper;
create view public.proper_over_hidden with (security_invoker) as select id from hidden.away;
create view public.proper_over_nobodys with (security_invoker) as select id from public.of_nobody;
create view public.over_hidden_proper as select id from hidden.proper;

create materialized view public.stored as select id from public.posts;
create materialized view public.stored_over_proper as select id from public.over_proper;
create materialized view public.stored_twice as select id from public.stored_over_proper;
create materialized view public.stored_of_nobodys as select id from public.proper_over_nobodys;
create materialized view public.stored_of_nobody as select id from public.proper;
create materialized view public.stored_of_others as select id from public.open;
create view public.over_stored as select id from public.stored_of_nobody;
create view public.proper_over_stored with (security_invoker) as select id from public.stored;
create materialized view public.stored_of_said_so as select id from public.said_so;
create view public.proper_over_said_so with (security_invoker) as select id from public.said_so;
create view public.proper_over_stored_of_nobody with (security_invoker) as select id from public.stored_of_nobody;

grant select on
  public.plain, public.said_so, public.counted, public."My ""Posts""", public.of_a_curator, public.proper,
  public.proper_too, hidden.away, hidden.proper, public.of_others, public.into_posts_of_others,
  public.outermost, public.over_proper, public.proper_over_hidden, public.proper_over_nobodys,
  public.over_hidden_proper, public.stored, public.stored_over_proper, public.stored_twice,
  public.stored_of_nobodys, public.stored_of_others, public.over_stored, public.proper_over_stored,
  public.proper_over_stored_of_nobody, public.proper_over_said_so, public.stored_of_said_so
to authenticated;
grant select (id) on public.of_a_column to authenticated;
grant select on public.of_anon to anon;
grant select on public.of_public to public;
grant select on public.of_a_service to service_role;

select is_empty('select * from amity.verify()', 'as long as nothing is guarded, nothing is said');
-- the host shows everything to everybody, as Supabase suggests
alter table public.posts enable row level security;
create policy "Posts are viewable by everyone" on public.posts for select using (true);
select amity.guard_table('public.posts', 'author_id', 'connections');

create temporary table found as
select invariant, detail, substring(detail from 'shown by (.*): ') as shown from amity.verify();
select is(array_agg(distinct invariant), '{views_keep_policies}'::text[], 'all by one name') from found;
select set_eq($$select detail from found$$, $$values
  ('public.posts, shown by public.plain: alter view public.plain set (security_invoker = true)'),
  ('public.posts, shown by public.counted: alter view public.counted set (security_invoker = true)'),
  ('public.posts, shown by public.of_a_column: alter view public.of_a_column set (security_invoker = true)'),
  ('public.posts, shown by public.of_anon: alter view public.of_anon set (security_invoker = true)'),
  ('public.posts, shown by public.of_public: alter view public.of_public set (security_invoker = true)'),
  ('public.posts, shown by public."My ""Posts""": alter view public."My ""Posts""" set (security_invoker = true)'),
  ('public.posts, shown by public.of_a_curator: alter view public.of_a_curator set (security_invoker = true)'),
  ('public.posts, shown by public.outermost: alter view public.of_nobody set (security_invoker = true)'),
  ('public.posts, shown by public.proper_over_hidden: alter view hidden.away set (security_invoker = true)'),
  ('public.posts, shown by public.stored: revoke select on public.stored from public, anon, authenticated'),
  ('public.posts, shown by public.stored_over_proper: revoke select on public.stored_over_proper from public, anon, authenticated'),
  ('public.posts, shown by public.stored_twice: revoke select on public.stored_twice from public, anon, authenticated'),
  ('public.posts, shown by public.stored_of_nobodys: revoke select on public.stored_of_nobodys from public, anon, authenticated'),
  ('public.posts, shown by public.over_stored: revoke select on public.over_stored from public, anon, authenticated'),
  ('public.posts, shown by public.proper_over_stored: revoke select on public.proper_over_stored from public, anon, authenticated')
$$, 'what is found, and its cure');

-- the same of tables of ours
create view public.blocked as select blocked_id from amity.blocks;
create view public.over_ours as select id from amity.my_connections;
create view public.histories as select follower_id from amity_private.follows_history;
grant select on public.blocked, public.over_ours, public.histories to authenticated;
select set_eq($$select detail from amity.verify() where detail like 'amity%'$$, $$values
  ('amity.blocks, shown by public.blocked: alter view public.blocked set (security_invoker = true)'),
  ('amity_private.follows_history, shown by public.histories: alter view public.histories set (security_invoker = true)')
$$, 'a view of a table of ours, and none of a view that asks as its reader');
drop view public.blocked, public.over_ours, public.histories;

-- the proof: Ben has no tie with Ada
create temporary view views as
select oid, relnamespace, relname from pg_class
where relkind in ('v', 'm') and relnamespace in ('public'::regnamespace, 'hidden'::regnamespace)
  and relname not like '%of_others' and relname not like '%said_so';
create function pg_temp.shows(view regclass) returns boolean language plpgsql as $$
begin
  return exists (
    select from unnest(array['ben', 'anon']) as speaker
    where outcome(speaker, format('select from %s where %s', view,
      case when view = 'public.counted'::regclass then 'posts > 0' else 'id > 0' end)) = '1'
  );
end
$$;
select set_eq(
  $$select format('%s.%I', relnamespace::regnamespace, relname) from pg_temp.views where pg_temp.shows(oid)$$,
  'select shown from found', 'these show what is not for them, and no others');

-- each cure cures
do $$
declare
  v_detail text;
begin
  for v_detail in select detail from found order by 1 loop
    execute split_part(v_detail, ': ', 2);
  end loop;
end
$$;
select is_empty('select * from amity.verify()', 'no more');
select is_empty('select relname from pg_temp.views where pg_temp.shows(oid)', 'and nothing is shown');

-- by leave to use the schema, they could read it there
grant usage on schema hidden to anon;
grant select on public.stored_of_nobody to anon;
create view hidden.in_sight as select id from public.posts;
grant select on hidden.in_sight to anon;
select set_eq('select substring(detail from $$shown by (.*): $$) from amity.verify()', '{hidden.in_sight,public.stored_of_nobody}'::text[], 'rights that are given later');
select amity.unguard_table('public.posts');
select is_empty('select * from amity.verify()', 'and without a guard, nothing passes it');

select * from finish();
rollback;
