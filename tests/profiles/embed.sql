-- PostgREST embeds a profile in each row that names a person: connections?select=*,recipient(*).
begin;
select plan(14);

create table public.profiles (id uuid primary key, display_name text, avatar_url text);
insert into public.profiles select person(name), name, null from unnest('{ada,ben,carl,dora}'::text[]) as name;
select amity.attach_profiles('public.profiles');

insert into amity.connections (requester_id, recipient_id, status) values
  (person('ada'), person('ben'), 'accepted'), (person('carl'), person('ada'), 'pending');
insert into amity.follows (follower_id, followed_id) values (person('ada'), person('dora'));
select speak_as('ada');
select (amity.create_circle('hers')).id as circle;

-- as PostgREST writes it, in order of the embedded names
create function pg_temp.embedding(relation text, name text) returns text language sql return format(
  'select to_jsonb(one) from (select t.*, row_to_json(embedded.*) as shown from amity.%s as t'
  ' left join lateral (select profiles.* from amity.%s(t) as profiles) as embedded on true'
  ' order by embedded.name limit 100) as one', relation, name
);
create function pg_temp.names(relation text, name text) returns text language plpgsql as $$
declare
  v_names text;
begin
  execute format(
    'select string_agg(to_jsonb #>> ''{shown,name}'', '','') from (%s) as found',
    pg_temp.embedding(relation, name)
  ) into v_names;
  return v_names;
end
$$;
select is(pg_temp.names(relation, name), names, format('%s of %s', name, relation))
from (values
  ('connections', 'requester', 'ada,carl'), ('connections', 'recipient', 'ada,ben'),
  ('connection_requests', 'requester', 'ada,carl'), ('connection_requests', 'recipient', 'ada,ben'),
  ('my_connections', 'person', 'ben'), ('follows', 'follower', 'ada'), ('follows', 'followed', 'dora'),
  ('circle_members', 'person', 'ada'), ('notifications', 'actor', 'carl')
) as embeds (relation, name, names);

-- a request that a block ended is still listed, without the profile
select speak_as('ben');
select amity.block(person('ada'));
select speak_as('ada');
select is(pg_temp.names('connection_requests', 'recipient'), 'ada', 'across a block a row embeds nothing');
select is(
  (select count(*) from amity.connection_requests), 2::bigint, 'and is there'
);

create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  v_plan json;
begin
  execute 'explain (format json) ' || query into v_plan;
  return v_plan;
end
$$;
select unalike(
  string_agg(pg_temp.plan_of(pg_temp.embedding(relation, name)), ''), '%Function Scan%', 'every one is inlined'
) from (values ('connections', 'recipient'), ('my_connections', 'person'), ('follows', 'followed'), ('circle_members', 'person')) as embeds (relation, name);
select alike(
  pg_temp.plan_of('select from amity.profiles_of(null)'), '%Function Scan%', 'which a plan would show'
);

-- a function for each relation in which people are named
select be_quiet();
select bag_eq(
  $$select proname || '(' || proargtypes[0]::regtype || ')' from pg_proc where prorettype = 'amity.profiles'::regtype and pronargs = 1 and pronamespace = 'amity'::regnamespace and proargtypes[0] <> 'uuid[]'::regtype$$,
  $$values ('requester(amity.connections)'), ('recipient(amity.connections)'), ('requester(amity.connection_requests)'),
    ('recipient(amity.connection_requests)'), ('person(amity.my_connections)'), ('follower(amity.follows)'),
    ('followed(amity.follows)'), ('person(amity.circle_members)'), ('actor(amity.notifications)')$$,
  'these are all of them'
);

select * from finish();
rollback;
