-- What counts as what.
begin;
select plan(12);

create function pg_temp.counted(who text) returns text language sql security definer
set search_path = tap, pg_catalog, pg_temp
as $$
  select string_agg(action || ' ' || round(extract(epoch from theoretical_arrival_at - clock_timestamp()) / 600), ', ' order by action)
  from amity_private.rate_limit_state where person_id = tap.person(who)
$$;
update amity.rate_limits set max_actions = 6, per = '1 hour';

select speak_as('ada');
select amity.request_connection(person('ben'));
select is(pg_temp.counted('ada'), 'request 1', 'a request');
insert into amity.connections (recipient_id) values (person('carl')), (person('dora'));
select is(pg_temp.counted('ada'), 'request 3', 'two of them, by the table');
select speak_as('ben');
select amity.accept_connection(person('ada'));
select is(pg_temp.counted('ben'), null, 'an answer is none');
select speak_as('carl');
select amity.request_connection(person('ada'));
select is(pg_temp.counted('carl'), null, 'nor is a request that meets another: it answers that one');

select speak_as('eve');
create temporary table links as select issued.* from amity.issue_invite() as issued;
grant select on links to public;
select is(pg_temp.counted('eve'), 'invite 1', 'an invite');
select amity.issue_invite('qr');
select is(pg_temp.counted('eve'), 'invite 2', 'a code');
select speak_as('ada');
select amity.redeem_invite(token) from links;
select is(pg_temp.counted('ada'), 'request 4', 'redeeming one is like asking');
select is(pg_temp.counted('eve'), 'invite 2', 'by the redeemer');

select amity.follow(person('ben'));
select amity.unfollow(person('ben'));
select is(pg_temp.counted('ada'), 'follow 1, request 4', 'a follow, once');

create temporary table groups as select * from amity.create_circle('Choir');
grant select on groups to public;
select is(pg_temp.counted('ada'), 'circle 1, follow 1, request 4', 'a circle, its first admin with it');
select amity.invite_to_circle(id, person('ben')) from groups;
select is(pg_temp.counted('ada'), 'circle 1, circle_invitation 1, follow 1, request 4', 'an invitation to it');
select speak_as('ben');
select lives_ok($$select amity.accept_circle_invitation(id) from groups$$, 'which is accepted');

select * from finish();
rollback;
