-- Whatever a blocked person can call, through PostgREST or straight at psql, says the same before and after.
begin;
select * from no_plan();

-- ada and ben share a circle with carl; ada has labelled ben; each may see the other's posts for everyone
select person(name) from unnest('{ada,ben,carl}'::text[]) as name;
create function pg_temp.absent() returns uuid language sql return md5('absent')::uuid;
select speak_as('ada');
create temp table made as select (amity.create_label_type('close')).id as type_id;
grant select on made to public;
select amity.label_person(person('ben'), type_id) from made;

-- with every argument that is a person or an id as the probe; found in the catalog, as of every kind to come
select be_quiet();
create temp table calls as
select format('select jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text)::text from %s(%s) as t', oid::regproc,
  (select string_agg(case type when 'uuid'::regtype then '%1$L' else 'false' end, ', ') from unnest(proargtypes) as type)) as call
from pg_proc
where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and prokind = 'f' and provolatile <> 'v'
  and prorettype <> 'trigger'::regtype and has_function_privilege('authenticated', oid, 'execute')
  and proargtypes::oid[] <@ array['uuid'::regtype, 'boolean'::regtype]::oid[];
grant select on calls to public;
select cmp_ok(count(*), '>', 20::bigint, 'there is a lot to call') from calls;
select isnt_empty(format('select from calls where call like %L', '%' || name || '%'), name || ' is among it')
from unnest('{can_find,can_view_profile,can_see_posts_of,is_visible_to_me,is_labelled_by,connected_people,quiet_people,circle_mates}'::text[]) as name;

create function pg_temp.hears(call text, probe uuid) returns text language plpgsql as $$
declare
  v_said text;
begin
  execute format(call, probe) into v_said;
  return replace(coalesce(v_said, 'null'), probe::text, 'the probe');
exception
  when others then return sqlstate || sqlerrm;
end
$$;
select speak_as('ada');
select amity.block(person('ben'));
select speak_as('ben');
select is(pg_temp.hears(call, person('ada')), pg_temp.hears(call, pg_temp.absent()), call) from calls;
select is(pg_temp.hears('select amity.is_labelled_by(%L, (select type_id from made))::text', who), 'false', 'nor by the type')
from unnest(array[person('ada'), pg_temp.absent()]) as who;

-- what the sets hold does not change with a block by a person without a tie
create temp table sets as
select name, format('select jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text)::text from amity.%s() as t', name) as call
from unnest('{connected_people,followed_people,quiet_people,circle_mates}'::text[]) as name;
alter table sets add said text;
grant all on sets to public;
update sets set said = pg_temp.hears(call, pg_temp.absent());
select speak_as('carl');
select amity.block(person('ben'));
select speak_as('ben');
select is(pg_temp.hears(call, pg_temp.absent()), said, name || ' tells of no block') from sets;

-- a profile that the blocker leaves open stays open, and the posts are hidden all the same
select speak_as('ada');
update amity.blocks set prevent_profile_view = false;
select is(amity.can_view_profile(person('ben')), false, 'a person I blocked is hidden from me');
select is(amity.can_find(person('ben')), false, 'and I do not find them');
select speak_as('ben');
select is(amity.can_view_profile(person('ada')), true, 'who lets me open their profile');
select is(amity.can_find(person('ada')), false, 'is not found for that');
select speak_as('ada');
update amity.blocks set prevent_profile_view = true, hide_from_search = false;
select speak_as('ben');
select is(amity.can_find(person('ada')), true, 'who lets me find them');
select is(amity.can_view_profile(person('ada')), false, 'does not open their profile by that');
select is(amity.can_see_posts_of(person('ada')), false, 'shows me no posts');

-- myself, whatever there is
select is(amity.can_find(person('ben')) and amity.can_view_profile(person('ben')) and amity.can_see_posts_of(person('ben')), true, 'I see myself');
select speak_as(pg_temp.absent());
select is(amity.can_view_profile(pg_temp.absent()) and amity.can_see_posts_of(pg_temp.absent()), true, 'also where I have not joined');
select is(amity.can_find(null) or amity.can_view_profile(null), false, 'null is not found and not viewed');
select tap._speak('authenticated', '{"role": "authenticated"}');
select is(amity.can_find(person('ben')) or amity.can_view_profile(person('ben')) or amity.can_see_posts_of(person('ben')), false, 'signed out, I may view no profile');
select is_empty('select * from amity.connected_people() union select * from amity.followed_people() union select * from amity.quiet_people()', 'and every set is empty');
select speak_as_anon();
select throws_ok(format('select amity.%s(gen_random_uuid())', name), '42501', null, 'anon asks nothing: ' || name)
from unnest('{can_find,can_view_profile}'::text[]) as name;

select * from finish();
rollback;
