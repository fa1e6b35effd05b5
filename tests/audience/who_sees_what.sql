-- superuser
-- Each audience, and each reader. Ada is the author of every post; each of the others is one thing to her.
begin;
select * from no_plan();

select person(name) from unnest('{ada,friend,follower,followed,mate,invited,labelled,bearer,stranger,blocked,blocker,quiet}'::text[]) as name;

-- who is who; `blocked` and `blocker` are in her circle, and labelled, as well
set local session_replication_role = replica;
insert into amity.connections (requester_id, recipient_id, status, responded_at)
select person('ada'), person(name), 'accepted', now() from unnest('{friend,quiet}'::text[]) as name;
insert into amity.connections (requester_id, recipient_id) values (person('invited'), person('ada'));
insert into amity.follows (follower_id, followed_id) select person(name), person('ada') from unnest('{follower,quiet}'::text[]) as name;
insert into amity.follows (follower_id, followed_id) values (person('ada'), person('followed'));
insert into amity.circles (id, name, created_by) values (md5('shared')::uuid, 'shared', null), (md5('hers')::uuid, 'hers', null);
insert into amity.circle_members (circle_id, person_id, status, role, joined_at, invited_by)
select md5('shared')::uuid, person(name), 'member'::amity.circle_status, 'member'::amity.circle_role, now(), null::uuid
from unnest('{ada,mate,blocked,blocker,quiet}'::text[]) as name
union all select md5('shared')::uuid, person('invited'), 'invited', 'member', null, person('mate')
-- a circle that she is not in
union all select md5('hers')::uuid, person('stranger'), 'member', 'member', now(), null;
insert into amity.label_types (id, owner_id, name) values
  (md5('close')::uuid, person('ada'), 'close'), (md5('far')::uuid, person('ada'), 'far'), (md5('his')::uuid, person('bearer'), 'his');
insert into amity.labels (owner_id, person_id, type_id)
select person('ada'), person(name), md5('close')::uuid from unnest('{labelled,blocked,blocker,quiet}'::text[]) as name
union all select person('ada'), person('bearer'), md5('far')::uuid
union all select person('bearer'), person('stranger'), md5('his')::uuid;
insert into amity.circles (id, name, created_by, label_type_id) values (md5('dynamic')::uuid, 'dynamic', person('ada'), md5('close')::uuid);
insert into amity.blocks (blocker_id, blocked_id) values (person('ada'), person('blocked')), (person('blocker'), person('ada'));
insert into amity.step_backs (owner_id, person_id) values (person('quiet'), person('ada'));
set local session_replication_role = origin;

create table public.posts (id text primary key, author_id uuid, audience text, circle_id uuid, type_id uuid);
insert into public.posts (id, author_id, audience, circle_id, type_id) values
  ('everyone', person('ada'), 'everyone', null, null),
  ('connections', person('ada'), 'connections', null, null),
  ('followers', person('ada'), 'followers', null, null),
  ('circle', person('ada'), 'circle', md5('shared')::uuid, null),
  ('foreign circle', person('ada'), 'circle', md5('hers')::uuid, null),
  ('dynamic circle', person('ada'), 'circle', md5('dynamic')::uuid, null),
  ('no circle', person('ada'), 'circle', null, null),
  ('label', person('ada'), 'label', null, md5('close')::uuid),
  ('label of another', person('ada'), 'label', null, md5('his')::uuid),
  ('no label', person('ada'), 'label', null, null),
  ('only me', person('ada'), 'only me', md5('shared')::uuid, md5('close')::uuid),
  ('no word', person('ada'), null, md5('shared')::uuid, md5('close')::uuid),
  ('of the invited', person('invited'), 'circle', md5('shared')::uuid, null),
  -- posts of an author who is no person are shown to no reader: they must look like those of a blocker
  ('of an unknown id', md5('nobody')::uuid, 'everyone', null, null),
  ('no author', null, 'everyone', null, null);
grant select on public.posts to anon, authenticated, service_role;

create temporary table wanted (post text, audience text, seen_by text[]);
insert into wanted values
  ('everyone', 'everyone', '{ada,friend,follower,followed,mate,invited,labelled,bearer,stranger,not joined,service}'),
  ('connections', 'connections', '{ada,friend,service}'),
  ('followers', 'followers', '{ada,follower,service}'),
  ('circle', 'circle', '{ada,mate,service}'),
  ('foreign circle', 'circle', '{ada,service}'),
  ('dynamic circle', 'circle', '{ada,labelled,service}'),
  ('no circle', 'circle', '{ada,service}'),
  ('of the invited', 'circle', '{invited,service}'),
  ('label', 'label', '{ada,labelled,service}'),
  ('label of another', 'label', '{ada,service}'),
  ('no label', 'label', '{ada,service}'),
  ('only me', 'none', '{ada,service}'),
  ('no word', 'none', '{ada,service}'),
  ('of an unknown id', 'everyone', '{service}'),
  ('no author', 'everyone', '{service}');
create temporary table lookers as
select unnest('{ada,friend,follower,followed,mate,invited,labelled,bearer,stranger,blocked,blocker,quiet,signed out,not joined,anon,service}'::text[]) as name;

create function pg_temp.seen_by(post text) returns text[] language sql as $$
  select array_agg(name order by name) from lookers
  where outcome(name, format('select from public.posts where id = %L', post)) = '1'
$$;
create function pg_temp.sorted(names text[]) returns text[] language sql as 'select array_agg(name order by name) from unnest(names) as name';

-- without a guard, everybody who is granted it
select is(pg_temp.seen_by('only me'), (select array_agg(name order by name) from lookers), 'before: all');

-- each row says it
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience', circle_column => 'circle_id', label_column => 'type_id');
select is(pg_temp.seen_by(post), pg_temp.sorted(seen_by), 'a row for ' || post) from wanted;
select is(outcome('anon', 'select from public.posts'), '0', 'who is signed out sees nothing');

-- the host's own policies show no more to people, and to the signed out only what is for everyone
create policy "viewable by everyone" on public.posts for select using (true);
select is(pg_temp.seen_by(post), pg_temp.sorted(seen_by || case when audience = 'everyone' then '{anon}' else '{}' end::text[]),
  'with the host''s own policy, a row for ' || post) from wanted;
drop policy "viewable by everyone" on public.posts;

-- one for the whole table: the rows that fit it, told as when each row says it
select is(pg_temp.seen_by(post), pg_temp.sorted(seen_by), format('a table for %s: %s', audience, post))
from (
  select distinct on (audience) audience,
    amity.guard_table('public.posts', 'author_id', audience, circle_column => 'circle_id', label_column => 'type_id')
  from wanted where audience = 'everyone'
) as guarded join wanted using (audience);
select amity.guard_table('public.posts', 'author_id', 'connections');
select is(pg_temp.seen_by(post), '{ada,friend,service}', 'a table for connections: ' || post) from wanted where post not in ('of an unknown id', 'no author', 'of the invited');
select amity.guard_table('public.posts', 'author_id', 'followers');
select is(pg_temp.seen_by(post), '{ada,follower,service}', 'a table for followers: ' || post) from wanted where post not in ('of an unknown id', 'no author', 'of the invited');
select amity.guard_table('public.posts', 'author_id', 'circle', circle_column => 'circle_id');
select is(pg_temp.seen_by(post), pg_temp.sorted(seen_by), 'a table for circles: ' || post) from wanted where audience = 'circle';
select amity.guard_table('public.posts', 'author_id', 'label', label_column => 'type_id');
select is(pg_temp.seen_by(post), pg_temp.sorted(seen_by), 'a table for labels: ' || post) from wanted where audience = 'label';
create policy "viewable by everyone" on public.posts for select using (true);
select is(outcome('anon', 'select from public.posts'), '0', 'who is signed out sees nothing of it, whatever the host says');
drop policy "viewable by everyone" on public.posts;

-- other words for the same, of another type
select amity.unguard_table('public.posts');
create type public.reach as enum ('public', 'friends', 'circles', 'followers', 'labels', 'private');
alter table public.posts alter audience type public.reach using case audience
  when 'everyone' then 'public' when 'connections' then 'friends' when 'circle' then 'circles' when 'label' then 'labels'
  when 'followers' then 'followers' else 'private' end::public.reach;
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience', circle_column => 'circle_id', label_column => 'type_id');
select is(pg_temp.seen_by(post), pg_temp.sorted(seen_by), 'by another word: ' || post) from wanted;

-- without the column for it, a post for a circle is shown to its author alone
select amity.guard_table('public.posts', 'author_id', audience_column => 'audience');
select is(pg_temp.seen_by(post), '{ada,service}', 'no column for it: ' || post) from wanted where audience in ('circle', 'label') and post <> 'of the invited';

select * from finish();
rollback;
