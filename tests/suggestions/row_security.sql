-- Who can do what to whose dismissal. Ada dismissed Ben, who must not know.
begin;
select * from no_plan();

select speak_as('ada');
create temporary table hers as select * from amity.dismiss_suggestion(tap.person('ben'));
grant select on hers to public;

create temporary table attempts (statement text);
insert into attempts values
  ('select * from amity.dismissed_suggestions'),
  ('delete from amity.dismissed_suggestions returning *'),
  ('delete from amity.dismissed_suggestions where person_id = amity.me() returning *');
create temporary table never (statement text);
insert into never values
  ('update amity.dismissed_suggestions set person_id = amity.me()'), ('update amity.dismissed_suggestions set owner_id = amity.me()'),
  ('update amity.dismissed_suggestions set dismissed_at = now()'), ('truncate amity.dismissed_suggestions');
grant select on attempts, never to public;

select speak_as('ben');
select is_empty(statement, 'the dismissed person: ' || statement) from attempts;
-- without a condition and without RETURNING no policy for select protects a row
select lives_ok('delete from amity.dismissed_suggestions', 'the dismissed person, in vain: delete');
select throws_ok(statement, '42501', null, 'the dismissed person: ' || statement) from never;
select speak_as('carl');
select is_empty(statement, 'a third person: ' || statement) from attempts;
select speak_as(null::uuid);
select is_empty('select * from amity.dismissed_suggestions', 'a signed-out caller sees nothing');
select speak_as_anon();
select throws_ok(statement, '42501', null, 'anon: ' || statement) from attempts;

select speak_as_service();
select results_eq('select * from amity.dismissed_suggestions', 'select * from hers', 'a service sees it, and it is as it was');
select throws_ok(statement, '42501', null, 'a service: ' || statement) from never;

select speak_as('ada');
select results_eq('select * from amity.dismissed_suggestions', 'select * from hers', 'ada sees it');
select throws_ok(statement, '42501', null, 'ada: ' || statement) from never;
select results_eq('delete from amity.dismissed_suggestions returning *', 'select * from hers', 'and takes it back');

select speak_as_service();
insert into amity.dismissed_suggestions (owner_id, person_id) select owner_id, person_id from hers;
select isnt_empty('delete from amity.dismissed_suggestions returning *', 'a service takes one back');

select * from finish();
rollback;
