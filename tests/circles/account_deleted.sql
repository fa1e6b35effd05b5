-- The account of a person ends: their circles go on without them, or end.
-- A person whose account ends is named by md5, because tap.person() would bring them back.
begin;
select plan(13);

select join_circle('{ben,carl,dora}');
select speak_as('ada');
select amity.promote_in_circle(the_circle(), tap.person('ben'));
select connect('ada', 'emil');
select speak_as('ada');
select amity.invite_to_circle(the_circle(), tap.person('emil'));
select amity.create_circle('for one'), amity.create_label_type('mentor');
select amity.create_circle('mentors', label_type => (select id from amity.label_types));
select connect('ben', 'emil');
create temporary table ada as select tap.person('ada') as id;

select speak_as_service();
delete from amity.people where id = md5('person:ada')::uuid;
select be_quiet();
select is(in_the_circle(), 'ben* carl dora', 'there is an admin left');
select is((select count(*) from amity.circles), 1::bigint, 'a circle of one ends, and so does a dynamic one');
select is_empty($$select 1 from amity.circle_members where status = 'invited'$$, 'invitations go with who sent them');
select is_empty($$select 1 from amity.circles, amity.circle_members, ada where ada.id in (created_by, person_id, invited_by)$$, 'nothing names her');
select results_eq(
  $$select action::text, actor_id from amity_private.circle_members_history where cause = 'account_deleted' order by 1$$,
  $$values ('left', null::uuid), ('left', null), ('withdrawn', null)$$, 'the history says why'
);

select speak_as('ben');
select amity.invite_to_circle(the_circle(), tap.person('emil'));
select be_quiet();
delete from amity.people where id in (md5('person:ben')::uuid, md5('person:carl')::uuid);
select is(in_the_circle(), 'dora*', 'the last member becomes the admin');
select results_eq(
  $$select action::text, actor_id, cause::text from amity_private.circle_members_history where person_id = tap.person('dora') order by entry desc limit 1$$,
  $$values ('promoted', null::uuid, 'account_deleted')$$, 'because the account of the last one ended'
);
select is_empty('select * from amity.verify()', 'all is well');
select is_empty($$select 1 from amity.circle_members where status = 'invited'$$, 'no invitation without an inviter stays');
select speak_as('dora');
select connect('dora', 'emil');
select speak_as('dora');
select amity.invite_to_circle(the_circle(), tap.person('emil'));
select be_quiet();
delete from amity.people where id = md5('person:emil')::uuid;
select results_eq(
  $$select action::text, cause::text from amity_private.circle_members_history order by entry desc limit 1$$,
  $$values ('withdrawn', 'account_deleted')$$, 'an invitation ends with the invited'
);
delete from amity.people where id = md5('person:dora')::uuid;
select is_empty('select 1 from amity.circles', 'with the last member it ends');
select results_eq(
  $$select action::text from amity_private.circle_members_history order by entry desc limit 1$$, $$values ('left')$$, 'remembered'
);
select is_empty('select * from amity.verify()', 'all is well again');
select * from finish();
rollback;
