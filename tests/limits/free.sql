-- What is refused costs nothing, by whatever rule; and what is undone neither.
begin;
select plan(27);

create function pg_temp.ahead(who text) returns bigint language sql security definer
set search_path = tap, pg_catalog, pg_temp
as $$ select count(*) from amity_private.rate_limit_state where person_id = tap.person(who) $$;

select speak_as('ben');
select amity.block(person('ada'));
select speak_as('ada');
select amity.request_connection(person('carl'));
select amity.follow(person('carl'));
select amity.block(person('dora'));
select speak_as('carl');
create temporary table links as select issued.* from amity.issue_invite(kind => 'request') as issued;
grant select on links to public;
select be_quiet();
delete from amity_private.rate_limit_state;
update amity.rate_limits set max_actions = 2;

select speak_as('ada');
select refused(statement, slug, format('%s: %s', slug, statement))
from (values
  ($$select amity.request_connection(gen_random_uuid())$$, 'person_not_found'),
  ($$select amity.request_connection(person('ben'))$$, 'person_not_found'),
  ($$select amity.request_connection(person('dora'))$$, 'blocked'),
  ($$select amity.request_connection(person('ada'))$$, 'self_connection'),
  ($$select amity.request_connection(person('carl'))$$, 'pending_request'),
  ($$select amity.request_connection(person('eve'), repeat('x', 1001))$$, 'text_too_long'),
  ($$insert into amity.connections (requester_id, recipient_id) values (person('eve'), person('fay'))$$, 'not_yours'),
  ($$select amity.follow(gen_random_uuid())$$, 'person_not_found'),
  ($$select amity.follow(person('ben'))$$, 'person_not_found'),
  ($$select amity.follow(person('dora'))$$, 'blocked'),
  ($$select amity.follow(person('carl'))$$, 'already_following'),
  ($$select amity.issue_invite(max_uses => 0)$$, 'invite_invalid'),
  ($$select amity.issue_invite(note => repeat('x', 501))$$, 'text_too_long'),
  ($$select amity.redeem_invite('x')$$, 'invite_not_found'),
  ($$select amity.redeem_invite(token) from links$$, 'pending_request'),
  ($$select amity.create_circle(' ')$$, 'circle_unnamed'),
  ($$select amity.create_circle(repeat('x', 51))$$, 'text_too_long'),
  ($$select amity.invite_to_circle(gen_random_uuid(), person('carl'))$$, 'circle_not_found')
) as cases (statement, slug);
select is(pg_temp.ahead('ada'), 0::bigint, 'none of it counts');

-- what the limit itself refuses does not push the moment away
select amity.follow(person('eve'));
select amity.follow(person('fay'));
select be_quiet();
create temporary table before as select * from amity_private.rate_limit_state;
select speak_as('ada');
select refused($$select amity.follow(person('gus'))$$, 'rate_limited', 'a third') from generate_series(1, 3);
select be_quiet();
select results_eq('select * from amity_private.rate_limit_state', 'select * from before', 'and a fourth, for nothing');

-- undone, and done again
select speak_as('hal');
savepoint undone;
select amity.request_connection(person('eve'));
select amity.request_connection(person('fay'));
rollback to savepoint undone;
select lives_ok(
  $$select amity.request_connection(person('eve')), amity.request_connection(person('fay'))$$,
  'what was rolled back was not done'
);
select refused($$select amity.request_connection(person('gus'))$$, 'rate_limited', 'what was done was');
-- ending is never limited
select lives_ok($$select amity.cancel_connection_request(person('eve'))$$, 'whatever was begun can be ended');
select refused($$select amity.request_connection(person('eve'))$$, 'rate_limited', 'which gives nothing back');

select * from finish();
rollback;
