-- Somebody's account ends: their circles go on without them, or end.
begin;
-- by their md5, because tap.person() would bring them back
select plan(13);

create function pg_temp.connect(one text, other text) returns void language plpgsql as $$
begin
  perform speak_as(one);
  perform amity.request_connection(tap.person(other));
  perform speak_as(other);
  perform amity.accept_connection(tap.person(one));
  perform be_quiet();
end
$$;
create function pg_temp.the_circle() returns uuid language sql security definer
return (select id from amity.circles where name = 'climbers');
-- ada creates the circle; each of the others joins it, in this order
create function pg_temp.join_circle(names text[]) returns void language plpgsql as $$
declare
  v_name text;
begin
  perform speak_as('ada');
  perform amity.create_circle('climbers');
  foreach v_name in array names loop
    perform pg_temp.connect('ada', v_name);
    perform speak_as('ada');
    perform amity.invite_to_circle(pg_temp.the_circle(), tap.person(v_name));
    perform speak_as(v_name);
    perform amity.accept_circle_invitation(pg_temp.the_circle());
  end loop;
  perform be_quiet();
end
$$;
-- who is in it, an admin with a star
create function pg_temp.in_it() returns text language sql security definer
return (
  select string_agg(name || case when role = 'admin' then '*' else '' end, ' ' order by name)
  from amity.circle_members
  join unnest('{ada,ben,carl,dora,emil}'::text[]) as name on person_id = md5('person:' || name)::uuid
  where status = 'member' and circle_id = pg_temp.the_circle()
);

select pg_temp.join_circle('{ben,carl,dora}');
select speak_as('ada');
select amity.promote_in_circle(pg_temp.the_circle(), tap.person('ben'));
select pg_temp.connect('ada', 'emil');
select speak_as('ada');
select amity.invite_to_circle(pg_temp.the_circle(), tap.person('emil'));
select amity.create_circle('for one'), amity.create_label_type('mentor');
select amity.create_circle('mentors', label_type => (select id from amity.label_types));
select pg_temp.connect('ben', 'emil');
create temporary table ada as select tap.person('ada') as id;

select speak_as_service();
delete from amity.people where id = md5('person:ada')::uuid;
select be_quiet();
select is(pg_temp.in_it(), 'ben* carl dora', 'there is an admin left');
select is((select count(*) from amity.circles), 1::bigint, 'a circle of one ends, and so does a dynamic one');
select is_empty($$select 1 from amity.circle_members where status = 'invited'$$, 'invitations go with who sent them');
select is_empty($$select 1 from amity.circles, amity.circle_members, ada where ada.id in (created_by, person_id, invited_by)$$, 'nothing names her');
select results_eq(
  $$select action::text, actor_id from amity_private.circle_members_history where cause = 'account_deleted' order by 1$$,
  $$values ('left', null::uuid), ('left', null), ('withdrawn', null)$$, 'the history says why'
);

select speak_as('ben');
select amity.invite_to_circle(pg_temp.the_circle(), tap.person('emil'));
select be_quiet();
delete from amity.people where id in (md5('person:ben')::uuid, md5('person:carl')::uuid);
select is(pg_temp.in_it(), 'dora*', 'whoever is left leads');
select results_eq(
  $$select action::text, actor_id, cause::text from amity_private.circle_members_history where person_id = tap.person('dora') order by entry desc limit 1$$,
  $$values ('promoted', null::uuid, 'account_deleted')$$, 'because the account of the last one ended'
);
select is_empty('select * from amity.verify()', 'all is well');
select is_empty($$select 1 from amity.circle_members where status = 'invited'$$, 'nobody is invited by nobody');
select speak_as('dora');
select pg_temp.connect('dora', 'emil');
select speak_as('dora');
select amity.invite_to_circle(pg_temp.the_circle(), tap.person('emil'));
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
