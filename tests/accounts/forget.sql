-- Forgotten is forgotten: no table of either schema holds the id any more, in whatever column and shape;
-- the others keep their histories, with a pseudonym in them.
begin;
select * from no_plan();

-- How often a text is found in any column of any table, and where.
create function pg_temp.traces(wanted text) returns table (relation text, rows bigint) language plpgsql as $$
declare
  v_relation regclass;
begin
  for v_relation in
    select oid from pg_class
    where relnamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and relkind in ('r', 'p', 'm')
  loop
    execute format('select count(*) from %s as t where strpos(t::text, $1) > 0 or strpos(to_jsonb(t)::text, $1) > 0', v_relation)
      into rows using wanted;
    relation := v_relation::text;
    if rows > 0 then
      return next;
    end if;
  end loop;
end
$$;

select person(name) from unnest('{ada,ben,carl,dora}'::text[]) as name;
create temporary table them as select name, md5('person:' || name)::uuid as id from unnest('{ada,ben,carl,dora}'::text[]) as name;
grant select on them to public;
create function pg_temp.id(name text) returns uuid language sql return (select id from them where them.name = id.name);

select speak_as_service();
update amity.people set host_key = 'user of ' || id;
update amity.badges set kept = true where threshold = 1;
select speak_as('ada');
select amity.request_connection(pg_temp.id('ben')), amity.request_connection(pg_temp.id('carl')), amity.follow(pg_temp.id('ben')),
  amity.block(pg_temp.id('dora'), 'why'), amity.dismiss_suggestion(pg_temp.id('carl'));
select speak_as('ben');
select amity.accept_connection(pg_temp.id('ada')), amity.follow(pg_temp.id('ada')), amity.step_back_from(pg_temp.id('ada'));
select amity.follow(pg_temp.id('carl'));
select speak_as('ada');
select amity.step_back_from(pg_temp.id('ben'));
select speak_as('carl');
select amity.block(pg_temp.id('ada'));
select be_quiet();

create temporary table before as select * from pg_temp.traces(pg_temp.id('ada')::text);
select cmp_ok(count(*), '>=', 10::bigint, 'she has left traces everywhere') from before;
create temporary table bens as
select follow_id, action, occurred_at from amity_private.follows_history where pg_temp.id('ben') in (follower_id, followed_id);
grant select on bens to public;
create temporary table told as
select (select count(*) from amity_private.connections_history) as connections, (select count(*) from amity_private.follows_history) as follows;

select speak_as_service();
create temporary table pseudonym as select amity.forget_person(pg_temp.id('ada')) as id;
select be_quiet();
select is_empty(format('select * from pg_temp.traces(%L)', pg_temp.id('ada')), 'no trace of her is left');
select isnt(id, pg_temp.id('ada'), 'her pseudonym is another') from pseudonym;
select results_eq(
  format('select relation from pg_temp.traces(%L) order by 1', id),
  $$select unnest('{amity_private.blocks_history,amity_private.connections_history,amity_private.follows_history,amity_private.step_backs_history}'::text[])$$,
  'it stands in the histories, and nowhere else'
) from pseudonym;
select is_empty('select * from amity.verify()', 'and all is well');

-- the others'
select cmp_ok((select count(*) from amity_private.connections_history), '>=', connections, 'no entry is lost') from told;
select speak_as('ben');
select is_empty('select * from bens except select follow_id, action, occurred_at from amity.follows_history', 'who had to do with her still reads what was');
select results_eq('select followed_id from amity.follows', $$select pg_temp.id('carl')$$, 'and keeps what is not about her');
select is((select count(*) from amity.follows_history where followed_id = pg_temp.id('carl')), 1::bigint, 'under the names there are');

-- who has left already, and was blocked since
select be_quiet();
delete from amity.people where id = pg_temp.id('dora');
select speak_as('carl');
select amity.block(pg_temp.id('dora'));
select speak_as_service();
select isnt(amity.forget_person(pg_temp.id('dora')), null, 'a person who has left is forgotten as well');
select be_quiet();
select is_empty(format('select * from pg_temp.traces(%L)', pg_temp.id('dora')), 'without a trace');
select is_empty('select * from amity.verify()', 'and all is well');

-- people who are not there
select speak_as_service();
select refused('select amity.forget_person(gen_random_uuid())', 'person_not_found', 'an unknown id cannot be forgotten');
select refused($$select amity.forget_person(pg_temp.id('ada'))$$, 'person_not_found', 'nor the same person twice');
select refused('select amity.forget_person(null)', 'person_not_found', 'nor null');
select speak_as('ben');
select throws_ok('select amity.forget_person(amity.me())', '42501', null, 'people ask a service');
select throws_ok('select amity_private.forget_person(amity.me())', '42501', null, 'not from inside either');
select is((amity.connection_status(pg_temp.id('carl'))).status, 'none', 'they are still there');

select * from finish();
rollback;
