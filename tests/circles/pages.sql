-- A page of each list of circles is what its table or view says, to each person who may read it.
begin;
select plan(31);

select join_circle('{ben,carl,dora,emil}');
select connect('ada', 'fay'), connect('ada', 'gus'), connect('ben', 'hal');
select speak_as('ada');
select amity.promote_in_circle(the_circle(), person('ben'));
select amity.invite_to_circle(the_circle(), person(name)) from unnest('{fay,gus}'::text[]) as name;
select amity.create_circle('others');
select amity.create_label_type('friend');
select amity.label_person(person(who), id) from amity.label_types, unnest('{ben,carl,dora}'::text[]) as who;
select amity.create_circle('friends', null, id) from amity.label_types;
select amity.create_label_type('guide');
select amity.label_person(person('hal'), id) from amity.label_types where name = 'guide';
select amity.create_circle('guides', null, id) from amity.label_types where name = 'guide';
select speak_as('ben');
select amity.invite_to_circle(the_circle(), person('hal'));
select speak_as('fay');
select amity.create_circle('hers');
select amity.invite_to_circle(id, person('ada')) from amity.circles where name = 'hers';

create temporary table lists (page text, said text);
insert into lists values
  ('amity.list_circles()', $$* from amity.my_circles where status is distinct from 'invited' order by since desc, id desc$$),
  ('amity.list_circle_invitations()', $$* from amity.my_circles where status = 'invited' order by since desc, id desc$$),
  ('amity.list_circle_members(the_circle())',
    $$* from amity.circle_members where circle_id = the_circle() and status = 'member' order by joined_at desc, id desc$$),
  ('amity.list_circle_invited(the_circle())',
    $$* from amity.circle_members where circle_id = the_circle() and status = 'invited' order by invited_at desc, id desc$$),
  ('amity.circle_people(the_circle())',
    $$person_id from amity.circle_members where circle_id = the_circle() and status = 'member' order by person_id$$),
  ($$(select people_count from amity.my_circles where id = the_circle() and status = 'member') as mine$$,
    $$count(*) from amity.circle_members where circle_id = the_circle() and status = 'member' having count(*) > 0$$);
grant select on lists to public;

create function pg_temp.differing(who text) returns setof text language plpgsql as $$
declare
  v_list record;
  v_differs boolean;
begin
  perform speak_as(who);
  for v_list in select * from lists loop
    execute format(
      'select (select string_agg(page::text, ''|'') from (select * from %s) as page)'
      ' is distinct from (select string_agg(said::text, ''|'') from (select %s) as said)',
      v_list.page, v_list.said
    ) into v_differs;
    if v_differs then
      return next v_list.page;
    end if;
  end loop;
end
$$;

select is_empty(format('select pg_temp.differing(%L)', name), name || ' reads what the tables say')
from unnest('{ada,ben,carl,fay,hal,ivy}'::text[]) as name;

-- an admin blocked a member, a member an admin, the invited an admin, an admin the invited
select speak_as('ada');
select amity.block(person('dora'));
select speak_as('emil');
select amity.block(person('ada'));
select amity.block(person('carl'));
select speak_as('gus');
select amity.block(person('ben'));
select speak_as('carl');
select amity.block(person('dora'));
-- who is in another circle
select amity.block(person('fay'));
select is_empty(format('select pg_temp.differing(%L)', name), name || ' does so across blocks')
from unnest('{ada,ben,carl,dora,emil,fay,hal}'::text[]) as name;
select speak_as('ada');
select results_eq('select name::text, people_count from amity.list_circles()',
  $$values ('guides', 1::bigint), ('friends', 2), ('others', 1), ('climbers', 4)$$, 'a member who blocked her is not counted, nor a friend she blocked');
select set_eq($$select amity.circle_people(id) from amity.circles where name = 'friends'$$, array[person('ben'), person('carl')],
  'nor is that friend listed');
select is((select count(*) from amity.list_circle_invited(the_circle())), 3::bigint, 'she sees all invitations');
select speak_as('ben');
select is((select count(*) from amity.list_circle_invited(the_circle())), 2::bigint, 'he sees none of a person who blocked him');
select amity.block(person('ada'));
select is((select count(*) from amity.list_circle_invited(the_circle())), 1::bigint, 'nor one by a person he blocked');
select is_empty($$select pg_temp.differing('ben')$$, 'as the table says');
select is_empty($$select pg_temp.differing('ada')$$, 'and to her as well');

-- more blocks than members: who is hidden is looked for among the members
select speak_as('carl');
insert into amity.blocks (blocked_id) select gen_random_uuid() from generate_series(1, 20);
select is((select people_count from amity.my_circles), 3::bigint, 'neither of the two across a block is counted');
select is_empty($$select pg_temp.differing('carl')$$, 'however many he blocked');

-- pages
select speak_as('ada');
select results_eq(
  $$select page.id from amity.list_circles(2) as first cross join lateral amity.list_circles(1, since, first.id) as page$$,
  'select id from amity.list_circles() offset 1 limit 2', 'the next page begins after the last row'
);
select results_eq(
  $$select page.id from amity.list_circle_members(the_circle(), 2) as first
    cross join lateral amity.list_circle_members(the_circle(), 1, joined_at, first.id) as page$$,
  'select id from amity.list_circle_members(the_circle()) offset 1 limit 2', 'so it does in one circle'
);
select is((select count(*) from amity.circle_people(the_circle(), -1)), 0::bigint, 'fewer than none is none');
select results_eq('select amity.circle_people(the_circle(), null, null)', 'select amity.circle_people(the_circle())', 'null is as not given');
select is((select count(*) from amity.list_circle_members(null)), 0::bigint, 'no circle has no members');
select be_quiet();
create temporary table circles as select id, name from amity.circles;
grant select on circles to public;
select speak_as('ivy');
select is((select string_agg(amity_private.count_circle_people(id)::text, ' ') from circles), '0 0 0 0 0', 'a third person counts no people in any');
select is_empty('select amity.circle_people(id) from circles', 'nor lists anybody');
select is_empty('select from amity.list_circle_members(the_circle())', 'a third person sees no member');
select is_empty('select from amity.list_circle_invited(the_circle())', 'a third person sees no invitation');

select * from finish();
rollback;
