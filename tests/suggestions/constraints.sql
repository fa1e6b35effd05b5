-- What the table of dismissals would hold by itself, if its triggers were off.
begin;
select plan(8);

select col_not_null('amity', 'dismissed_suggestions', col, col || ' is always given')
from unnest(array['owner_id', 'person_id', 'dismissed_at']) as col;

select tap.person('ada'), tap.person('ben');
alter table amity.dismissed_suggestions disable trigger user;
insert into amity.dismissed_suggestions values (tap.person('ada'), tap.person('ben')), (tap.person('ben'), tap.person('ada'));
select throws_ok(format('insert into amity.dismissed_suggestions values (%L, %L)', owner, person), state, null, why)
from (values
  (tap.person('ada'), tap.person('ben'), '23505', 'a second dismissal of the same person is refused'),
  ('a0000000-0000-4000-8000-000000000000', tap.person('ben'), '23503', 'the owner must be a person'),
  (tap.person('ben'), tap.person('ben'), '23514', 'a dismissal of oneself is refused'),
  (tap.person('ben'), 'a0000000-0000-4000-8000-000000000000', '23503', 'the dismissed must be a person')
) as cases (owner, person, state, why);
delete from amity.people where id = tap.person('ada');
select is_empty('select * from amity.dismissed_suggestions', 'dismissals end with either person');

select * from finish();
rollback;
