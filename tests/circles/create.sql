-- Creating a circle: the creator is its first admin, in the same act, whichever way it is made.
begin;
select plan(26);

select speak_as('ada');
create temporary table made as select * from amity.create_circle('climbers', 'on rocks');
grant select on made to public;
select results_eq(
  'select name, description, created_by, label_type_id from made',
  $$values ('climbers', 'on rocks', tap.person('ada'), null::uuid)$$, 'it comes back as it was said'
);
select results_eq(
  'select id, name, description, created_by, label_type_id, created_at from amity.circles',
  'select id, name, description, null::uuid, label_type_id, created_at from made',
  'and stands, its members'' and no longer hers'
);
select results_eq(
  'select circle_id, person_id, role, status, invited_by, invited_at, joined_at is not null from amity.circle_members',
  $$select id, tap.person('ada'), 'admin'::amity.circle_role, 'member'::amity.circle_status, null::uuid,
    null::timestamptz, true from made$$,
  'with her as its admin'
);
select results_eq(
  'select circle_id, person_id, action::text from amity.circle_members_history',
  $$select id, tap.person('ada'), 'founded' from made$$, 'who founded it'
);

with created as (insert into amity.circles (name) values ('by hand') returning *)
select is(created_by, tap.person('ada'), 'the same by inserting') from created;
select results_eq(
  $$select role::text, status::text, people_count from amity.my_circles where name = 'by hand'$$,
  $$values ('admin', 'member', 1::bigint)$$, 'with one admin'
);
with created as (insert into amity.circles (name, created_by) values ('in her name', tap.person('ada')) returning id)
select isnt(id, null, 'and when she says who') from created;
select is((select count(*) from amity.my_circles), 3::bigint, 'she has three');

select refused($$insert into amity.circles (name, created_by) values ('his', tap.person('ben'))$$, 'not_yours', 'not in the name of another');
select refused($$insert into amity.circles (name, created_by) values ('without one', null)$$, 'person_not_found', 'nor without a creator');
select refused('select amity.create_circle(null)', 'circle_unnamed', 'no name');
select refused($$select amity.create_circle(e' \n ')$$, 'circle_unnamed', 'a blank name');
select refused('insert into amity.circles default values', 'circle_unnamed', 'no name, by inserting');
select refused($$select amity.create_circle(repeat('x', 51))$$, 'text_too_long', 'a long name');
select lives_ok($$select amity.create_circle(repeat('ü', 50), repeat('ü', 200))$$, 'as long as they may be');
select refused($$select amity.create_circle('x', repeat('x', 201))$$, 'text_too_long', 'a long description');
select refused($$select amity.create_circle(e'a\x07b')$$, 'text_invalid', 'a name that rings');

select results_eq(
  $$select name, description from amity.change_circle((select id from made), 'climbers', 'indoors')$$,
  $$values ('climbers', 'indoors')$$, 'an admin says it anew'
);
select refused('select amity.change_circle((select id from made), null)', 'circle_unnamed', 'but never without a name');
select refused('select amity.change_circle(amity.uuid_v7(), ''x'')', 'circle_not_found', 'a circle that is not there');

select speak_as_service();
with created as (insert into amity.circles (name, created_by) values ('for ben', tap.person('ben')) returning id)
select isnt(id, null, 'a service creates for others') from created;
select refused($$insert into amity.circles (name, created_by) values ('x', gen_random_uuid())$$, 'person_not_found', 'for people who are there');
select speak_as('ben');
select is((select role::text from amity.my_circles), 'admin', 'who is its admin');

-- the owner of the tables does not tear it apart either
select be_quiet();
select refused($$update amity.circles set created_by = tap.person('ben')$$, 'pair_is_fixed', 'the creator of a circle cannot be changed');
select refused('truncate amity.circles cascade', 'truncate_unsupported', 'nor emptied past its history');
select is_empty('select * from amity.verify()', 'all is well');

select * from finish();
rollback;
