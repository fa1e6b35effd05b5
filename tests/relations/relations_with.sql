-- superuser
-- What I am to a screen full of people: one row each, in their order, and only what is mine to see.
begin;
select * from no_plan();

select person(name) from unnest('{me,asked,asks,friend,fan,idol,foe,ghost,far,none}'::text[]) as name;
create temporary table names as
select name, person(name) as id from unnest('{me,asked,asks,friend,fan,idol,foe,ghost,far,none}'::text[]) as name;
grant select on names to public;

select speak_as('asks');
select amity.request_connection(person('me'));
select speak_as('friend');
select amity.request_connection(person('me')), amity.request_connection(person('far'));
select speak_as('fan');
select amity.follow(person('me'));
select speak_as('far');
select amity.accept_connection(person('friend'));
select speak_as('me');
select amity.request_connection(person('asked')), amity.accept_connection(person('friend')), amity.follow(person('idol')),
  amity.follow(person('friend')), amity.block(person('foe'));
select amity.step_back_from(person('friend'), '2100-01-01'), amity.step_back_from(person('idol'));
-- what others keep to themselves
select speak_as('ghost');
select amity.block(person('me'));
select speak_as('friend');
select amity.step_back_from(person('me'));

create function pg_temp.say(asked text[], with_mutual boolean default false) returns setof text language sql as $$
  select concat_ws(' ', coalesce((select name from names where id = person_id), 'unknown'), connection, case when connection_id is not null then 'id' end,
    case when following then 'following' end, case when followed_by then 'followed_by' end, case when blocking then 'blocking' end,
    case when stepped_back then 'stepped_back' end, stepped_back_until::date, mutual_count)
  from amity.relations_with((select array_agg(coalesce(n.id, md5(word)::uuid) order by place)
    from unnest(asked) with ordinality as a (word, place) left join names as n on n.name = word), with_mutual)
$$;

select speak_as('me');
select results_eq(
  $$select pg_temp.say('{idol,asked,asks,friend,fan,foe,ghost,none,absent,me,far}')$$,
  $$values ('idol none following stepped_back'), ('asked pending_sent id'), ('asks pending_received id'),
    ('friend accepted id following stepped_back 2100-01-01'), ('fan none followed_by'), ('foe none blocking'), ('ghost none'),
    ('none none'), ('unknown none'), ('me none'), ('far none')$$,
  'each as they stand to me, in the order in which I asked'
);
select results_eq(
  $$select pg_temp.say('{friend,far,none,ghost,absent,me}', true)$$,
  $$values ('friend accepted id following stepped_back 2100-01-01 0'), ('far none 1'), ('none none 0'), ('ghost none 0'),
    ('unknown none 0'), ('me none 0')$$,
  'and the number of mutual connections, where asked for'
);
select speak_as('friend');
select results_eq($$select pg_temp.say('{me}')$$, $$values ('me accepted id followed_by stepped_back')$$, 'from the other side');
select speak_as('foe');
select results_eq($$select pg_temp.say('{me}')$$, $$values ('me none')$$, 'the blocked sees nothing');

-- odd questions
select speak_as('me');
select results_eq($$select pg_temp.say('{fan,idol,fan,fan}')$$, $$values ('fan none followed_by'), ('idol none following stepped_back')$$,
  'who is named twice comes once');
select is((select count(*) from amity.relations_with(array[null, person('fan'), null])), 1::bigint, 'null is no person');
select is_empty('select * from amity.relations_with(null)', 'asked nothing, told nothing');
select is_empty($$select * from amity.relations_with('{}')$$, 'nor about none');
select is((select mutual_count from amity.relations_with(array[person('far')], null)), null, 'a null is no wish');
select is((select count(*) from amity.relations_with(array(select gen_random_uuid() from generate_series(1, 1000)))), 1000::bigint,
  'a thousand are a screen');
select refused('select * from amity.relations_with(array(select gen_random_uuid() from generate_series(1, 1001)))', 'too_many_people',
  'a thousand and one are too many');
select refused($$select * from amity.relations_with(array_fill(person('fan'), '{1001}'))$$, 'too_many_people', 'also the same one');

-- what is over
select speak_as_service();
select amity.set_setting('request_ttl', '0 seconds');
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = '2020-01-01', until = '2020-01-02' where until is not null;
set local session_replication_role = origin;
select speak_as('me');
select results_eq(
  $$select pg_temp.say('{asked,asks,friend}')$$,
  $$values ('asked none'), ('asks none'), ('friend accepted id following')$$, 'requests that expired and a step-back that is over are none'
);

select speak_as_anon();
select throws_ok('select * from amity.relations_with(null)', '42501', null, 'anon asks nothing');
select * from finish();
rollback;
