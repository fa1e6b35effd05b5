-- A badge comes with the connection that reaches its threshold, and goes when the count falls, unless
-- the host keeps it.
begin;
select * from no_plan();

select person('f' || n) from generate_series(1, 6) as n;
select person(name) from unnest('{ada,ben}'::text[]) as name;

-- ada's connections from here on
create function pg_temp.know(n integer) returns void language plpgsql as $$
begin
  perform speak_as_service();
  insert into amity.connections (requester_id, recipient_id, status)
  values (person('ada'), person('f' || n), 'accepted');
  perform speak_as('ada');
end
$$;
create function pg_temp.mine() returns text language sql
return (select coalesce(string_agg(badge, ' ' order by threshold), 'none') from amity.list_badges() where awarded_at is not null);

select speak_as('ada');
select results_eq(
  'select badge, name, threshold, kept, awarded_at from amity.list_badges()',
  $$values ('ice_breaker', 'Ice Breaker', 1, false, null::timestamptz), ('networker', 'Networker', 5, false, null),
    ('socialite', 'Socialite', 10, false, null), ('super_connector', 'Super Connector', 25, false, null),
    ('networking_legend', 'Networking Legend', 50, false, null)$$,
  'these are the badges, and no person has one to begin with'
);

-- asking is not knowing
select amity.request_connection(person('f1'));
select is(pg_temp.mine(), 'none', 'a request earns nothing');
select speak_as('f1');
select amity.accept_connection(person('ada'));
select is(pg_temp.mine(), 'ice_breaker', 'the answer earns the first badge');
select speak_as('ada');
select is(pg_temp.mine(), 'ice_breaker', 'for both');
select is(awarded_at, responded_at, 'from the moment of the answer')
from amity.list_badges(), amity.connections where badge = 'ice_breaker';

select pg_temp.know(n) from generate_series(2, 4) as n;
select is(pg_temp.mine(), 'ice_breaker', 'four are not five');
select pg_temp.know(5);
select is(pg_temp.mine(), 'ice_breaker networker', 'five are');

-- the date is that of the crossing, whichever connection goes
create temporary table before as select badge, awarded_at from amity.list_badges();
select pg_temp.know(6);
select amity.remove_connection(person('f2'));
select is(pg_temp.mine(), 'ice_breaker networker', 'one more and one less');
select results_eq('select badge, awarded_at from amity.list_badges()', 'select * from before', 'changes no date');
select amity.remove_connection(person('f3'));
select is(pg_temp.mine(), 'ice_breaker', 'four are not enough any more');
select pg_temp.know(2);
select is(pg_temp.mine(), 'ice_breaker networker', 'and five are again');
select cmp_ok(now_.awarded_at, '>', before.awarded_at, 'from the second time on')
from amity.list_badges() as now_ join before using (badge) where badge = 'networker';

-- kept
select speak_as_service();
update amity.badges set kept = true where badge = 'networker';
select speak_as('ada');
create temporary table reached as select awarded_at from amity.list_badges() where badge = 'networker';
select amity.remove_connection(person('f1'));
select is(pg_temp.mine(), 'ice_breaker networker', 'what is kept stays below its threshold');
delete from amity.connections;
select is(pg_temp.mine(), 'networker', 'down to nothing');
select results_eq($$select awarded_at from amity.list_badges() where badge = 'networker'$$, 'select * from reached', 'with its date');
select results_eq('select badge from amity.kept_badges', $$values ('networker')$$, 'and is written down');

-- the history that knew of it may go
select be_quiet();
delete from amity_private.connections_history;
select speak_as('ada');
select is(pg_temp.mine(), 'networker', 'whatever the history forgets');

-- a block withdraws like any other end
select pg_temp.know(1);
select is(pg_temp.mine(), 'ice_breaker networker', 'a first connection again');
select amity.block(person('f1'));
select is(pg_temp.mine(), 'networker', 'which a block ends');

-- the host's choice
select speak_as_service();
update amity.badges set kept = false where badge = 'networker';
select speak_as('ada');
select is(pg_temp.mine(), 'none', 'what is kept no longer goes');
select speak_as_service();
update amity.badges set kept = true, threshold = 6 where badge = 'networker';
select speak_as('ada');
select is(pg_temp.mine(), 'networker', 'and comes back, also where it takes more now');
select speak_as('ben');
select is(pg_temp.mine(), 'none', 'but not for anybody else');
select speak_as_service();
insert into amity.badges values ('hermit', 'Hermit', 2, false);
delete from amity.badges where badge = 'networker';
select speak_as('ada');
select results_eq('select badge from amity.list_badges() limit 2', $$values ('ice_breaker'), ('hermit')$$, 'badges come and go');
select is_empty('select * from amity.kept_badges', 'and no person has one that is gone');
select speak_as_service();
update amity.badges set kept = true where badge in ('ice_breaker', 'hermit');
select pg_temp.know(n) from generate_series(2, 3) as n;
select set_eq('select badge from amity.kept_badges', $$values ('ice_breaker'), ('hermit')$$, 'one that is kept does not keep the next one away');

select be_quiet();
select is_empty('select * from amity.verify() where kind in (''badges'', ''counts'')', 'all is well');
select * from finish();
rollback;
