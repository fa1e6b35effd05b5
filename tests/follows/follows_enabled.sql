-- follows_enabled: off, a follow cannot begin; what exists can be ended.
begin;
select plan(11);

select speak_as('ada');
select amity.follow(tap.person(name)) from unnest(array['ben', 'carl', 'dora', 'emil']) as name;
select amity.block(tap.person('gina'));

select speak_as_service();
select amity.set_setting('follows_enabled', 'false');
select refused(
  format('insert into amity.follows (follower_id, followed_id) values (%L, %L)', tap.person('zoe'), tap.person('ben')),
  'follows_disabled', 'not even for a service'
);

select speak_as('ada');
select refused(format('insert into amity.follows (followed_id) values (%L)', person), 'follows_disabled', why)
from (values
  (tap.person('finn'), 'a person cannot be followed'), (tap.person('ben'), 'it does not say whether I do'),
  (tap.person('gina'), 'nor whether I blocked them'), ('a0000000-0000-4000-8000-000000000000', 'nor whether they are there')
) as cases (person, why);

select is(count(*), 4::bigint, 'the follows still stand') from amity.follows;
select lives_ok(format('select amity.unfollow(%L)', tap.person('ben')), 'unfollowing');
select lives_ok(format('select amity.block(%L)', tap.person('carl')), 'blocking');
select speak_as('dora');
select lives_ok(format('select amity.remove_follower(%L)', tap.person('ada')), 'and removing a follower end it');

select be_quiet();
select is(array_agg(followed_id), array[tap.person('emil')], 'nothing else has ended') from amity.follows;
select amity.set_setting('follows_enabled', 'true');
select speak_as('ada');
select lives_ok(format('select amity.follow(%L)', tap.person('ben')), 'on again');

select * from finish();
rollback;
