-- A dynamic circle: the people its owner labelled so are in it, and only the owner knows.
begin;
select plan(27);
select isnt(tap.person(name), null, name) from unnest('{ben,carl,dora}'::text[]) as name;

select speak_as('ada');
create temporary table type as select * from amity.create_label_type('mentor');
grant select on type to public;
create temporary table circle as select * from amity.create_circle('mentors', label_type => (select id from type));
grant select on circle to public;
select results_eq('select created_by, label_type_id from amity.circles', $$select tap.person('ada'), id from type$$, 'it is hers, and follows');
select is_empty('select 1 from amity.circle_members', 'it has no members of its own');
insert into amity.labels (person_id, type_id) select tap.person(who), type.id from type, unnest('{ben,carl}'::text[]) as who;
insert into amity.labels (person_id) values (tap.person('dora'));
select set_eq('select * from amity.circle_people((select id from circle))', array[tap.person('ben'), tap.person('carl')], 'the people she labelled so are in it');
select results_eq('select name, label_type_id, role::text, status::text, people_count from amity.my_circles',
  $$select 'mentors', id, null::text, null::text, 2::bigint from type$$, 'it is among her circles');
select results_eq('select * from amity.circle_people((select id from circle), 1, (select min(p::text)::uuid from amity.circle_people((select id from circle)) as p))',
  'select max(p::text)::uuid from amity.circle_people((select id from circle)) as p', 'page by page');
delete from amity.labels where person_id = tap.person('carl');
select results_eq('select * from amity.circle_people((select id from circle))', array[tap.person('ben')], 'and out again with the label');

select refused('select amity.invite_to_circle((select id from circle), tap.person(''ben''))', 'circle_is_dynamic', 'a person cannot be invited to it');
select refused('select amity.remove_from_circle((select id from circle), tap.person(''ben''))', 'circle_is_dynamic', 'a person cannot be removed from it');
select refused('select amity.promote_in_circle((select id from circle), tap.person(''ben''))', 'circle_is_dynamic', 'a person cannot be promoted in it');
select refused('select amity.leave_circle((select id from circle))', 'circle_not_found', 'a person in it cannot leave it');
select is((amity.change_circle((select id from circle), 'my mentors')).name, 'my mentors', 'it can be renamed');
select throws_ok('update amity.circles set label_type_id = null', '42501', null, 'but never follow from another');

select speak_as('ben');
select is_empty('select 1 from amity.circles union all select 1 from amity.my_circles union all select 1 from amity.circle_people((select id from circle))',
  'who is in it knows nothing');
select refused('select amity.end_circle((select id from circle))', 'circle_not_found', 'and ends nothing');
select refused('select amity.create_circle(''his'', label_type => (select id from type))', 'label_type_missing', 'a circle of another person''s labels is refused');
select refused('select amity.create_circle(''his'', label_type => gen_random_uuid())', 'label_type_missing', 'as of labels that are not there');

-- a person I blocked is not in it, and a person who blocked me is gone with the label
select speak_as('ada');
insert into amity.labels (person_id, type_id) select tap.person('carl'), id from type;
select speak_as('carl');
select amity.block(tap.person('ada'));
select speak_as('ada');
select results_eq('select * from amity.circle_people((select id from circle))', array[tap.person('ben')], 'who blocked me is gone with the label');
select amity.block(tap.person('ben'));
select is_empty('select * from amity.circle_people((select id from circle))', 'a person I blocked is out');
select is((select people_count from amity.my_circles), 0::bigint, 'and not counted');

select speak_as_service();
select refused('insert into amity.circle_members (circle_id, person_id, status) select id, tap.person(''ben''), ''member'' from circle', 'circle_is_dynamic', 'a service cannot add a member');
select be_quiet();
select refused('update amity.circles set label_type_id = null', 'pair_is_fixed', 'not even the owner of the tables turns it into another');
select refused('update amity.circles set created_by = null', 'pair_is_fixed', 'nor takes it from her');
select is_empty('select * from amity.verify()', 'all is well');
select speak_as('ada');
select amity.delete_label_type((select id from type));
select is_empty('select 1 from amity.circles', 'it ends with its labels');

select * from finish();
rollback;
