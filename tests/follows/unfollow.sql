-- Ending a follow: the follower unfollows, the followed person removes a follower, by delete or by function.
begin;
select plan(20);

create function pg_temp.history_of(follow uuid) returns table (action text, cause text, actor uuid) language sql as $$
  select action::text, cause::text, actor_id from amity_private.follows_history where follow_id = follow order by entry
$$;
create temporary table made (name text, id uuid);
grant select, insert on made to authenticated;

select speak_as('ada');
insert into made select name, (amity.follow(tap.person(name))).id from unnest(array['ben', 'carl', 'dora', 'emil']) as name;
select throws_ok($$select actor_id from amity_private.follows_history$$, '42501', null, 'who did what is not for people');

with deleted as (delete from amity.follows where followed_id = tap.person('ben') returning *)
select is(deleted.id, made.id, 'the delete returns the follow as it was') from deleted, made where name = 'ben';
select is(unfollowed.id, made.id, 'so does the function') from amity.unfollow(tap.person('carl')) as unfollowed, made where name = 'carl';
select refused(format('select amity.unfollow(%L)', person), 'not_following', 'nothing is left to unfollow')
from unnest(array[tap.person('carl'), tap.person('zoe'), 'a0000000-0000-4000-8000-000000000000', null]) as person;

select speak_as('dora');
with deleted as (delete from amity.follows where follower_id = tap.person('ada') returning *)
select is(deleted.id, made.id, 'who is followed deletes it as well') from deleted, made where name = 'dora';
select speak_as('emil');
select is(removed.id, made.id, 'or by a function') from amity.remove_follower(tap.person('ada')) as removed, made where name = 'emil';
select refused(format('select amity.remove_follower(%L)', person), 'not_a_follower', 'nothing is left to remove')
from unnest(array[tap.person('ada'), tap.person('zoe'), 'a0000000-0000-4000-8000-000000000000', null]) as person;

select be_quiet();
select is_empty('select * from amity.follows', 'all four are gone');
select results_eq(
  format('select * from pg_temp.history_of(%L)', id),
  format($$values ('followed', 'user', tap.person('ada')), ('unfollowed', 'user', tap.person(%L))$$, actor),
  'remembered once, as done by ' || actor
)
from made join (values ('carl', 'ada'), ('dora', 'dora'), ('emil', 'emil')) as actors (name, actor) using (name);

select speak_as('ada');
select lives_ok(format('select amity.follow(%L)', tap.person('emil')), 'who was removed may follow again');
select refused(format('select amity.remove_follower(%L)', tap.person('emil')), 'not_a_follower', 'a person I follow is not my follower');
select speak_as('emil');
select refused(format('select amity.unfollow(%L)', tap.person('ada')), 'not_following', 'and a follower is not a person I follow');

select * from finish();
rollback;
