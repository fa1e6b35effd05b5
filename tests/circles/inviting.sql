-- Inviting: an admin, a connection of their own, once, and the invited person decides.
begin;
select plan(37);

select connect('ada', name) from unnest('{ben,carl,dora}'::text[]) as name;
select connect('ben', 'emil');
select speak_as('ada');
select amity.create_circle('climbers');

select results_eq(
  $$select person_id, role::text, status::text, invited_by, invited_at is not null, joined_at
    from amity.invite_to_circle(the_circle(), tap.person('ben'))$$,
  $$select tap.person('ben'), 'member', 'invited', tap.person('ada'), true, null::timestamptz$$, 'an invitation'
);
with invited as (insert into amity.circle_members (circle_id, person_id) values (the_circle(), tap.person('carl')) returning *)
select is(status::text || (invited_by = tap.person('ada')), 'invitedtrue', 'the same by inserting') from invited;
select is((select count(*) from amity.circle_members where status = 'invited'), 2::bigint, 'an admin sees who is invited');

create temporary table in_vain (person uuid, slug text, why text);
insert into in_vain values
  (tap.person('ben'), 'already_invited', 'an invited person'), (tap.person('ada'), 'already_member', 'herself'),
  (tap.person('emil'), 'not_connected', 'a stranger'), (gen_random_uuid(), 'person_not_found', 'an unknown id'),
  (null, 'person_not_found', 'null');
grant select on in_vain to public;
select refused(format('select amity.invite_to_circle(%L, %L)', the_circle(), person), slug, why) from in_vain;
select refused(
  format('insert into amity.circle_members (circle_id, person_id) values (%L, %L) on conflict do nothing', the_circle(), person),
  slug, why || ', by inserting'
) from in_vain;
select refused(format('insert into amity.circle_members (circle_id, person_id, invited_by) values (%L, %L, %L)',
  the_circle(), tap.person('dora'), tap.person('ben')), 'not_yours', 'in the name of another');
select refused($$select amity.invite_to_circle(amity.uuid_v7(), tap.person('ben'))$$, 'circle_not_found', 'to a circle that is not there');
select refused($$select amity.invite_to_circle(null, tap.person('ben'))$$, 'circle_not_found', 'to none');
select throws_ok(
  format('insert into amity.circle_members (circle_id, person_id, %s) values (%L, %L, %L)', col, the_circle(), tap.person('dora'), val),
  code, null, 'a client cannot give ' || col
) from (values ('status', 'member', '42501'), ('role', 'admin', '42501'), ('joined_at', 'now', 'PT403')) as made_up (col, val, code);

-- an invited person and a member cannot invite; an outsider does not learn that the circle exists
select speak_as('ben');
select results_eq('select status::text, invited_by, people_count from amity.my_circles',
  $$select 'invited', tap.person('ada'), null::bigint$$, 'the invited sees the circle and who invited');
select is((select count(*) from amity.circle_members), 1::bigint, 'and no other member');
select is_empty('select * from amity.circle_people(the_circle())', 'by no function');
select refused($$select amity.invite_to_circle(the_circle(), tap.person('emil'))$$, 'not_circle_admin', 'and cannot invite');
select amity.accept_circle_invitation(the_circle());
select refused($$select amity.invite_to_circle(the_circle(), tap.person('emil'))$$, 'not_circle_admin', 'nor does a member');
select is((select count(*) from amity.circle_members), 2::bigint, 'who sees the members, and not who is invited');
select speak_as('ada');
select refused($$select amity.invite_to_circle(the_circle(), tap.person('ben'))$$, 'already_member', 'he is in it now');
select speak_as('emil');
select refused($$select amity.invite_to_circle(the_circle(), tap.person('ben'))$$, 'circle_not_found', 'an outsider');
select is_empty('select 1 from amity.circles union all select 1 from amity.circle_members union all select 1 from amity.circle_members_history',
  'an outsider sees nothing');

-- pending or ended is not connected
select be_quiet();
delete from amity.connections where recipient_id = tap.person('dora');
select speak_as('ada');
select amity.request_connection(tap.person('dora'));
select refused($$select amity.invite_to_circle(the_circle(), tap.person('dora'))$$, 'not_connected', 'a person she only asked');

-- a service invites in the name of a person, by the same rules, and brings members whose consent it has
select speak_as_service();
select refused(format('insert into amity.circle_members (circle_id, person_id, invited_by) values (%L, %L, %L)',
  the_circle(), tap.person('emil'), tap.person('ben')), 'not_circle_admin', 'a service for a member');
select refused(format('insert into amity.circle_members (circle_id, person_id) values (%L, %L)',
  the_circle(), tap.person('emil')), 'person_not_found', 'a service without an inviter');
insert into amity.circle_members (circle_id, person_id, status) values (the_circle(), tap.person('dora'), 'member');
select refused(format('insert into amity.circle_members (circle_id, person_id, status) values (%L, %L, ''member'')', the_circle(), person), slug,
  'a service brings ' || why) from in_vain where slug in ('person_not_found', 'already_member') and person is not null;
select refused(format('insert into amity.circle_members (circle_id, person_id, status) values (%L, %L, ''member'')', amity.uuid_v7(), tap.person('emil')),
  'circle_not_found', 'a service, to no circle');
select speak_as('dora');
select results_eq('select role::text, people_count from amity.my_circles', $$values ('member', 3::bigint)$$, 'is in it');
select results_eq('select action::text from amity.circle_members_history', $$values ('joined')$$, 'and knows since when');

select be_quiet();
select is_empty('select * from amity.verify()', 'all is well');
select * from finish();
rollback;
