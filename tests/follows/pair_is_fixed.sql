-- Even who has every right on the table cannot re-point a follow, or empty the table past its history.
begin;
select plan(5);

select speak_as('ada');
select amity.follow(tap.person('ben'));
select be_quiet();
select refused(format('update amity.follows set %I = %L', fixed, tap.person('carl')), 'pair_is_fixed', fixed)
from unnest(array['id', 'follower_id', 'followed_id']) as fixed;
select lives_ok('update amity.follows set id = id, follower_id = follower_id', 'what stays as it is may be said');
select refused('truncate amity.follows', 'truncate_unsupported', 'truncate');

select * from finish();
rollback;
