-- A person takes along every row that they see, and a service can do it for them: nothing else comes.
begin;
select * from no_plan();

select person(name) from unnest('{ada,ben,carl,dora,emil}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'), 'hello'), amity.request_connection(person('carl')), amity.follow(person('dora')),
  amity.block(person('emil'), 'why'), amity.dismiss_suggestion(person('dora'));
select speak_as('ben');
select amity.accept_connection(person('ada')), amity.follow(person('ada'));
-- what ada must not learn
select amity.step_back_from(person('ada'), null, 'secret');
select speak_as('dora');
select amity.block(person('ada'), 'secret');
select speak_as('carl');
select amity.reject_connection(person('ada'));
select speak_as('ben');
select amity.request_connection(person('carl'), 'not hers');

create function pg_temp.seen() returns table (relation text, rows jsonb) language plpgsql as $$
begin
  for relation in
    select relname from pg_class where relnamespace = 'amity'::regnamespace
      and (relkind in ('r', 'p') or relname ~ '_history$') and relkind <> 'i'
      and has_any_column_privilege('authenticated', oid, 'select')
  loop
    execute format('select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)), ''[]'') from amity.%I as t', relation) into rows;
    return next;
  end loop;
end
$$;

select speak_as('ada');
create temporary table mine as select amity.export_person(amity.me()) as export;
grant select on mine to public;
select set_eq('select key, value from mine, jsonb_each(export)', 'select relation, rows from pg_temp.seen()', 'it is what she sees');
select cmp_ok((select count(*) from mine, jsonb_each(export) where value <> '[]'), '>=', 6::bigint, 'in all that she has');
select ok(not export::text ~ 'secret|not hers', 'and no secret') from mine;
select ok(export::text ~ 'hello' and export::text ~ 'why', 'but her own') from mine;
select ok(not export ?| '{settings,badges,rate_limits}', 'nor what is about no person') from mine;
select ok(not export::text ~ 'rejected', 'a rejection is not told') from mine;

-- the service, in their place, and itself again
select speak_as_service();
select is(amity.export_person(person('ada')), export, 'the same by a service') from mine;
select is(current_user || coalesce(amity.me()::text, ''), 'service_role', 'which is itself again');
select is(jsonb_array_length(amity.export_person(person('ben')) -> 'step_backs'), 1, 'and reads everybody''s');
select refused('select amity.export_person(gen_random_uuid())', 'person_not_found', 'of those there are');
select refused('select amity.export_person(null)', 'person_not_found', 'null is no person');
select is(current_user || coalesce(amity.me()::text, ''), 'service_role', 'what is refused leaves it as it was');
select be_quiet();
select is(amity.export_person(person('ada')), export, 'the same by the owner') from mine;
select is(current_user, session_user, 'who is the owner still');

-- only mine
select speak_as('ben');
select refused('select amity.export_person(person(''ada''))', 'not_yours', 'a person cannot export another');
select refused('select amity.export_person(gen_random_uuid())', 'not_yours', 'or finds out whether they exist');
select refused('select amity.export_person(null)', 'not_yours', 'nor null');
select throws_ok($$select amity_private.export_as(person('ada'))$$, '42501', null, 'not from inside either');
select _speak('authenticated', '{}');
select refused('select amity.export_person(null)', 'signed_out', 'signed out');
select speak_as_anon();
select throws_ok('select amity.export_person(null)', '42501', null, 'nor does anon');

-- a host that knows by other means who speaks
select be_quiet();
create or replace function amity.me() returns uuid language sql stable
return nullif(current_setting('request.person', true), '')::uuid;
set local role service_role;
select refused(format('select amity.export_person(%L)', md5('person:ada')::uuid), 'cannot_speak_for', 'is not guessed at');
select set_config('request.person', md5('person:ada')::uuid::text, true);
select is(amity.export_person(md5('person:ada')::uuid), export, 'and can say so') from mine;

select * from finish();
rollback;
