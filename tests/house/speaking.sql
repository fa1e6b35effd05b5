-- The helpers that every pgTAP file leans on: who speaks, and what counts as refused.
begin;
select plan(13);

select is(tap.person('ada'), tap.person('ada'), 'a name is always the same person');
select isnt(tap.person('ada'), tap.person('ben'), 'two names are two people');
select is(
  (select count(*)::int from amity.people where id in (tap.person('ada'), tap.person('ben'))),
  2, 'who is named becomes a person'
);

select speak_as('ada');
select is(current_user::text, 'authenticated', 'a person speaks under the role of clients');
select is(amity.me(), tap.person('ada'), 'and is the caller to amity');
select isnt(tap.person('carl'), null, 'the speaker may name a new person');
select is(current_user::text, 'authenticated', 'and speaks on under the same role');

select speak_as(tap.person('ben'));
select is(amity.me(), tap.person('ben'), 'the next speaker takes over, also by uuid');

select speak_as_service();
select is(current_user || ', ' || coalesce(amity.me()::text, 'no person'), 'service_role, no person', 'a service is no person');

select speak_as_anon();
select is(current_user::text, 'anon', 'anybody may speak');

select be_quiet();
select is(
  current_user || ', ' || coalesce(amity.me()::text, 'no person'), session_user || ', no person',
  'quiet is the superuser, and no person'
);

select speak_as('ada');
select refused(
  format('insert into amity.blocks (blocked_id) values (%L)', tap.person('ada')), 'self_block', 'a refusal is known by its slug'
);
select lives_ok(
  format('insert into amity.blocks (blocked_id) values (%L)', tap.person('ben')), 'what a person may do is done as that person'
);

select * from finish();
rollback;
