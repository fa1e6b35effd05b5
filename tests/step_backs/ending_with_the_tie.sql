-- superuser
-- A step-back ends with the last tie that it stood on, whichever of the two ends that: the row and its entry are the owner's.
begin;
select * from no_plan();

-- ada stepped back from each, on a connection (c), on her follow (f), or on both; and they all from her, where they can
create temp table met (name text, ties text);
insert into met values ('ben', 'c'), ('carl', 'f'), ('dora', 'cf'), ('eve', 'cf'), ('fay', 'c'), ('gus', 'f'), ('hal', 'c');
grant select on met to public;
select person(name) from met;
select speak_as('ada');
select amity.request_connection(person(name)) from met where ties ~ 'c';
select amity.follow(person(name)) from met where ties ~ 'f';
do $$
declare v_name text;
begin
  for v_name in select name from met where ties ~ 'c' loop
    perform speak_as(v_name);
    perform amity.accept_connection(person('ada'));
    perform amity.step_back_from(person('ada'));
  end loop;
end $$;
select speak_as('ada');
select amity.step_back_from(person(name)) from met;

create function pg_temp.last_word(one text, other text) returns text language sql as $$
  select concat_ws(' ', action, actor_id = person(one), cause) from amity_private.step_backs_history
  where owner_id = person(one) and person_id = person(other) order by entry desc limit 1
$$;
create function pg_temp.stands(one text, other text) returns boolean language sql as $$
  select exists (select from amity.step_backs where owner_id = person(one) and person_id = person(other))
$$;

-- one of two ties
select amity.unfollow(person('dora'));
select speak_as('eve');
select amity.remove_connection(person('ada'));
select be_quiet();
select ok(pg_temp.stands('ada', 'dora'), 'it stands on a connection');
select ok(pg_temp.stands('ada', 'eve'), 'it stands on a follow');
select ok(pg_temp.stands('dora', 'ada'), 'an unfollow is nothing to the other side');
select ok(not pg_temp.stands('eve', 'ada'), 'which did not follow, and so ends with the connection');
select is(pg_temp.last_word('eve', 'ada'), 'ended t user', 'as its history says');

-- the last tie, ended by either
select speak_as('ada');
select amity.remove_connection(person('ben'));
select amity.unfollow(person('carl'));
select amity.remove_connection(person('dora'));
select speak_as('eve');
select amity.remove_follower(person('ada'));
select speak_as('fay');
delete from amity.connections where requester_id = person('ada');
select speak_as('gus');
delete from amity.follows where follower_id = person('ada');
select speak_as_service();
delete from amity.connections where recipient_id = person('hal');
select be_quiet();
select ok(not pg_temp.stands('ada', name) and not pg_temp.stands(name, 'ada'), 'nothing stands with ' || name) from met;
select results_eq(
  $$select name, pg_temp.last_word('ada', name), pg_temp.last_word(name, 'ada') from met order by name$$,
  $$values
    ('ben', 'ended t user', 'ended f user'), ('carl', 'ended t user', null), ('dora', 'ended t user', 'ended f user'),
    ('eve', 'ended f user', 'ended t user'), ('fay', 'ended f user', 'ended t user'),
    ('gus', 'ended f user', null), ('hal', 'ended service', 'ended service')$$,
  'each history says so'
);
select is_empty('select * from amity.verify()', 'nothing is out of order');

-- what was over already lapsed, and did not end
select speak_as('ada');
select amity.follow(person('ben'));
select amity.step_back_from(person('ben'), now() + interval '1 day');
select be_quiet();
set local session_replication_role = replica;
update amity.step_backs set since = now() - interval '2 days', until = now() - interval '1 day';
set local session_replication_role = origin;
select speak_as('ada');
select amity.unfollow(person('ben'));
select be_quiet();
select is(pg_temp.last_word('ada', 'ben'), 'lapsed t expiry', 'what was over before was over by itself');

-- a request that comes to nothing is no tie that ends
select speak_as('ada');
select amity.follow(person('ben'));
select amity.step_back_from(person('ben'));
select amity.request_connection(person('ben'));
select amity.cancel_connection_request(person('ben'));
select is(amity.is_stepped_back_from(person('ben')), true, 'a cancelled request changes nothing');
select amity.request_connection(person('ben'));
select amity.unfollow(person('ben'));
select is(amity.is_stepped_back_from(person('ben')), false, 'and a request is no tie to stand on');

select * from finish();
rollback;
